import { app } from '@azure/functions';
import { operationsApp } from './compose/operations';
import { eventHubDoor } from './event-hub-door';

eventHubDoor('letters', (batch) => operationsApp().keepLetters(batch));
eventHubDoor('index-runs', (batch) => operationsApp().indexRuns(batch));

app.timer('replayer', { schedule: '%MESH_REPLAY_SCHEDULE%', handler: () => operationsApp().replay() });

app.timer('janitor', { schedule: '%MESH_JANITOR_SCHEDULE%', handler: () => operationsApp().clear() });
