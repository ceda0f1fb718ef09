import { app } from '@azure/functions';
import { plannerApp } from './compose/planner';
import { eventHubDoor } from './event-hub-door';

const planner = (name: string, hub: 'intents' | 'intents-priority' | 'results') =>
  eventHubDoor(name, { hub, group: 'planner', handle: (batch) => plannerApp().plan(batch) });

planner('planner-intents', 'intents');
planner('planner-intents-priority', 'intents-priority');
planner('planner-results', 'results');

/** Silence and deadlines. */
app.timer('check-runs', { schedule: '%MESH_CHECK_SCHEDULE%', handler: () => plannerApp().checkDue() });
