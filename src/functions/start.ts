import { startTelemetry } from '../azure/telemetry';
import { readSettings } from './settings';

// Read here, so that a wrong setting stops the start and not the first event.
const settings = readSettings(process.env);
void startTelemetry(settings);
