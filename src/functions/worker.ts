import { app } from '@azure/functions';
import { workerApp } from './compose/worker';
import { eventHubDoor } from './event-hub-door';

eventHubDoor('worker-tasks', (batch) => workerApp().work(batch));
eventHubDoor('worker-tasks-priority', (batch) => workerApp().work(batch));
eventHubDoor('worker-tasks-restricted', (batch) => workerApp().work(batch));

/** Brings back what had to wait; performs nothing itself. */
app.storageQueue('delayed', {
  queueName: 'delayed',
  connection: 'MESH_STORAGE',
  handler: (message) => workerApp().deliver(message),
});

/** What could not be brought back becomes a dead letter. */
app.storageQueue('delayed-poison', {
  queueName: 'delayed-poison',
  connection: 'MESH_STORAGE',
  handler: (message) => workerApp().deliverPoison(message),
});
