import { app } from '@azure/functions';
import { startTelemetry } from '../azure/telemetry';
import { platform } from './compose/platform';

// Made here, so that a wrong setting stops the start and not the first event.
const { settings: read } = platform();

// Without telemetry the mesh goes on, and says so.
const telemetry = startTelemetry(read).catch((error: unknown): undefined => {
  console.error('telemetry did not start', error);
});

// Instances come and go with the load: what the last minute of each measured is not lost with it.
app.hook.appTerminate(async () => (await telemetry)?.flush());
