import { canaryApp } from './compose/canary';
import { eventHubDoor } from './event-hub-door';

eventHubDoor('canary-intents', (batch) => canaryApp().lookAtRuns(batch));
eventHubDoor('canary-intents-priority', (batch) => canaryApp().lookAtRuns(batch));
eventHubDoor('canary-results', (batch) => canaryApp().lookAtRuns(batch));
eventHubDoor('canary-tasks', (batch) => canaryApp().lookAtTasks(batch));
eventHubDoor('canary-tasks-priority', (batch) => canaryApp().lookAtTasks(batch));
