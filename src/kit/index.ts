/** What the author of an agent imports, and all that they import. */
export { BusinessFailure, RetryableError, TerminalError } from '../contracts/errors';
export type * from '../contracts/generated/schemas';
export type { Agent, PlannedIntent } from '../mesh/catalog';
export type { Effects, Repeat, Skill, SkillContext } from '../mesh/worker/skill';
export type { Log, LogFields } from '../mesh/ports/log';
export { agent } from './agent';
export { approval } from './approval';
export {
  anyOf,
  is,
  isAtLeast,
  isAtMost,
  isOneOf,
  isThere,
  type AnyCondition,
  type ConditionOptions,
  type StepCondition,
} from './condition';
export type { Duration } from './duration';
export { everyCrash, type Crash } from './every-crash';
export { failureOf, failuresOf, type ItemFailure, type StepFailure } from './failure';
export { plan } from './plan';
export type { EachOptions, PlanBuilder, StepBuilder, StepOptions } from './plan-builder';
export { sure, type AnyRef, type Fits, type From, type Ref } from './reference';
export { skill, type SchemaKey, type SkillDefinition, type TypedSkill } from './skill';
export { virtualClock, type VirtualClock } from '../mesh/ports/memory/virtual-clock';
export { trial, type SendOptions, type Trial, type TrialOptions, type TrialRun } from './trial';
