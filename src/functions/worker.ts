import { restrictedWorkerApp, workerApp } from './compose/worker';
import { eventHubDoor } from './event-hub-door';

eventHubDoor('workerTasks', (batch) => workerApp().work(batch));
eventHubDoor('workerTasksPriority', (batch) => workerApp().work(batch));
eventHubDoor('workerTasksRestricted', (batch) => restrictedWorkerApp().work(batch));
