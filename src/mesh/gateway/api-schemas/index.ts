import { Canary } from './canary';
import { Health } from './health';
import { Accepted, AcceptedEvents } from './intents';
import { Journal } from './journal';
import { Plans, PlanOfType, PlanCheck, RunPlan } from './plans';
import { Problem } from './problem';
import { Run, Runs } from './runs';
import { Schemas } from './schemas';
import { Stats } from './stats';
import { Task, Tasks, AcceptedAnswer } from './tasks';

/** The shapes that routes share: components of the OpenAPI document. */
export const API_SCHEMAS = {
  Problem,
  Accepted,
  AcceptedEvents,
  AcceptedAnswer,
  Run,
  Runs,
  Journal,
  Task,
  Tasks,
  Schemas,
  Plans,
  PlanOfType,
  PlanCheck,
  RunPlan,
  Stats,
  Canary,
  Health,
} as const;
