import { canaryExamples } from './canary';
import { documentExamples } from './documents';
import type { RouteExamples } from './example';
import { intentExamples } from './intents';
import { letterExamples } from './letters';
import { runExamples } from './runs';
import { subscriptionExamples } from './subscriptions';
import { taskExamples } from './tasks';

export type { Example, Examples, RouteExamples } from './example';
export { PROBLEM_EXAMPLES, problemComponents, usualProblems } from './problems';

/**
 * What the document shows of each route, by its operationId. A route without examples fails a test, and so does an example
 * that does not fit the schema.
 */
export const EXAMPLES: Readonly<Record<string, RouteExamples>> = {
  ...intentExamples,
  ...runExamples,
  ...taskExamples,
  ...letterExamples,
  ...subscriptionExamples,
  ...canaryExamples,
  ...documentExamples,
};
