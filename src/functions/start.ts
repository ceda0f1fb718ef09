import { startTelemetry } from '../azure/telemetry';
import { settings } from './compose/settings';

// Read here, so that a wrong setting stops the start and not the first event.
const read = settings();

// Without telemetry the mesh goes on, and says so.
startTelemetry(read).catch((error: unknown) => console.error('telemetry did not start', error));
