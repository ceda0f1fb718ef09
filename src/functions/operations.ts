import { app } from '@azure/functions';
import { operationsApp } from './compose/operations';
import { eventHubDoor } from './event-hub-door';

eventHubDoor('letters', (batch) => operationsApp().keepLetters(batch));
eventHubDoor('indexRuns', (batch) => operationsApp().indexRuns(batch));
eventHubDoor('notifier', (batch) => operationsApp().notify(batch));
eventHubDoor('eraser', (batch) => operationsApp().erase(batch));

app.timer('replayer', { schedule: '%MESH_REPLAY_SCHEDULE%', handler: () => operationsApp().replay() });

app.timer('janitor', { schedule: '%MESH_JANITOR_SCHEDULE%', handler: () => operationsApp().clear() });

/** How far readers are behind, and what is open: told as measures, and to the gateway. */
app.timer('monitor', { schedule: '%MESH_MONITOR_SCHEDULE%', handler: () => operationsApp().look() });

/** Brings back what had to wait; performs nothing itself. */
app.storageQueue('delayed', {
  queueName: 'delayed',
  connection: 'MESH_STORAGE',
  handler: (message) => operationsApp().deliver(message),
});

/** What could not be brought back becomes a dead letter. */
app.storageQueue('delayedPoison', {
  queueName: 'delayed-poison',
  connection: 'MESH_STORAGE',
  handler: (message) => operationsApp().deliverPoison(message),
});
