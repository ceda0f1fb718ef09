import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from './client';
import { standsStill, type RunView } from './run-view';

const EVERY_MS = 200;

const settledOf = (run: RunView): readonly string[] =>
  (run.steps ?? [])
    .filter(({ status }) => status !== 'pending')
    .map(({ step, status }) => `${step} ${status}`);

/** Follows a run until it ends or somebody must act; says each step's change once. */
export const watch = async (client: Client, path: string, say: (line: string) => void): Promise<RunView> => {
  const said = new Set<string>();
  for (;;) {
    const run = await client.get<RunView>(path);
    for (const line of settledOf(run)) {
      if (!said.has(line)) say(line);
      said.add(line);
    }
    if (standsStill(run)) return run;
    await sleep(EVERY_MS);
  }
};
