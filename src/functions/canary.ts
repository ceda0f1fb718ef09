import { canaryApp } from './compose/canary';
import { eventHubDoor } from './event-hub-door';

eventHubDoor('canaryIntents', (batch) => canaryApp().lookAtRuns(batch));
eventHubDoor('canaryIntentsPriority', (batch) => canaryApp().lookAtRuns(batch));
eventHubDoor('canaryResults', (batch) => canaryApp().lookAtResults(batch));
eventHubDoor('canaryTasks', (batch) => canaryApp().lookAtTasks(batch));
eventHubDoor('canaryTasksPriority', (batch) => canaryApp().lookAtTasks(batch));
