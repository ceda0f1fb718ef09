import { app } from '@azure/functions';
import { plannerApp } from './compose/planner';
import { eventHubDoor } from './event-hub-door';

eventHubDoor('plannerIntents', (batch) => plannerApp().plan(batch));
eventHubDoor('plannerIntentsPriority', (batch) => plannerApp().plan(batch));
eventHubDoor('plannerResults', (batch) => plannerApp().plan(batch));

/** Silence and deadlines. */
app.timer('checkRuns', { schedule: '%MESH_CHECK_SCHEDULE%', handler: () => plannerApp().checkDue() });
