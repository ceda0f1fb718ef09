import { app } from '@azure/functions';
import { workerApp } from './compose/worker';
import { eventHubDoor } from './event-hub-door';

const worker = (name: string, hub: 'tasks' | 'tasks-priority' | 'tasks-restricted', group: string) =>
  eventHubDoor(name, { hub, group, handle: (batch) => workerApp().work(batch) });

worker('worker-tasks', 'tasks', 'worker');
worker('worker-tasks-priority', 'tasks-priority', 'worker');
worker('worker-tasks-restricted', 'tasks-restricted', 'worker-restricted');

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
