/** One package is deployed as several apps, each with its own identity and only its own functions switched on. */
export const APPS = {
  gateway: ['gateway'],
  planner: ['planner-intents', 'planner-intents-priority', 'planner-results', 'check-runs'],
  worker: ['worker-tasks', 'worker-tasks-priority'],
  'worker-restricted': ['worker-tasks-restricted'],
  operations: ['letters', 'replayer', 'index-runs', 'janitor', 'delayed', 'delayed-poison'],
  // Optional: a build that is to be deployed reads what the others read, and says what it would do.
  canary: [
    'canary-intents',
    'canary-intents-priority',
    'canary-tasks',
    'canary-tasks-priority',
    'canary-results',
  ],
} as const;
export type App = keyof typeof APPS;

/** The settings that switch off every function that is not of these apps. */
export const disabledOutside = (...apps: readonly App[]): Record<string, string> => {
  const own = new Set<string>(apps.flatMap((app) => APPS[app]));
  const others = Object.values(APPS)
    .flat()
    .filter((name) => !own.has(name));
  return Object.fromEntries(others.map((name) => [`AzureWebJobs.${name}.Disabled`, 'true']));
};
