import { restrictedWorkerApp, workerApp } from './compose/worker';
import { eventHubDoor } from './event-hub-door';

eventHubDoor('worker-tasks', (batch) => workerApp().work(batch));
eventHubDoor('worker-tasks-priority', (batch) => workerApp().work(batch));
eventHubDoor('worker-tasks-restricted', (batch) => restrictedWorkerApp().work(batch));
