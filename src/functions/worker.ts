import { app } from '@azure/functions';
import { restrictedWorkerApp, workerApp } from './compose/worker';
import { eventHubDoor } from './event-hub-door';

eventHubDoor('workerTasks', (batch) => workerApp().work(batch));
eventHubDoor('workerTasksPriority', (batch) => workerApp().work(batch));
eventHubDoor('workerTasksRestricted', (batch) => restrictedWorkerApp().work(batch));

/** Tasks that may last over 30 seconds, one by one, so that no partition waits for them. */
app.storageQueue('longTasks', {
  queueName: 'long-tasks',
  connection: 'MESH_STORAGE',
  handler: (message) => workerApp().workLong(message),
});

/** What was tried from the queue again and again becomes a dead letter. */
app.storageQueue('longTasksPoison', {
  queueName: 'long-tasks-poison',
  connection: 'MESH_STORAGE',
  handler: (message) => workerApp().buryLong(message),
});
