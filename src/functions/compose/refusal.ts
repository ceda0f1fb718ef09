import type { App } from '../../contracts/apps';

/** What whoever composes an app is told of a right that it lacks. */
export const refusal = (app: App, what: string) =>
  new Error(
    `the app '${app}' may not ${what}: give it the right in src/contracts/rights.ts and in infra/access/`,
  );
