import { app } from '@azure/functions';
import { plannerApp } from './compose/planner';
import { eventHubDoor } from './event-hub-door';

eventHubDoor('planner-intents', (batch) => plannerApp().plan(batch));
eventHubDoor('planner-intents-priority', (batch) => plannerApp().plan(batch));
eventHubDoor('planner-results', (batch) => plannerApp().plan(batch));

/** Silence and deadlines. */
app.timer('check-runs', { schedule: '%MESH_CHECK_SCHEDULE%', handler: () => plannerApp().checkDue() });
