/**
 * One package is deployed as several apps, each with its own identity and only its own functions switched on. No hyphens in
 * the names of functions: on Linux the platform takes no setting with one, so such a function cannot be switched off.
 */
export const APPS = {
  gateway: ['gateway'],
  planner: ['plannerIntents', 'plannerIntentsPriority', 'plannerResults', 'checkRuns'],
  worker: ['workerTasks', 'workerTasksPriority', 'longTasks', 'longTasksPoison'],
  'worker-restricted': ['workerTasksRestricted'],
  operations: [
    'letters',
    'replayer',
    'indexRuns',
    'notifier',
    'eraser',
    'janitor',
    'monitor',
    'delayed',
    'delayedPoison',
  ],
  // Optional: a build that is to be deployed reads what the others read, and says what it would do.
  canary: ['canaryIntents', 'canaryIntentsPriority', 'canaryTasks', 'canaryTasksPriority', 'canaryResults'],
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
