// Where the workers run is one choice, MESH_WORKER_HOSTING; azure.yaml asks for each kind by a yes or no of its own.
import { remember } from './azd.mjs';

/** @param {string | undefined} hosting flex, containerApps, or nothing, which is flex */
export const switchesFor = (hosting = 'flex') => ({
  MESH_WORKERS_ON_FLEX: String(hosting !== 'containerApps'),
  MESH_WORKERS_IN_CONTAINERS: String(hosting === 'containerApps'),
});

/** Remembers what is not so already. */
export const rememberHosting = (env) => {
  for (const [name, value] of Object.entries(switchesFor(env.MESH_WORKER_HOSTING)))
    if ((env[name] ?? switchesFor()[name]) !== value) remember(name, value);
};
