import type { AddressOptions } from './address';
import type { Client } from './client';
import { hintFor } from './hint';
import { endWith, print } from './output';
import { progressUnless } from './progress-line';
import { isWell } from './run-view';
import { showRun } from './show-run';
import { stepsLine } from './steps-line';
import { watch } from './watch';

/** Follows a run in a line that grows, and shows it when it ends or somebody must act. */
export const followRun = async (
  client: Client,
  path: string,
  options: AddressOptions & { json?: boolean },
): Promise<void> => {
  const line = progressUnless(options.json);
  const run = await watch(client, path, (seen) => line.show(`  ${stepsLine(seen)}`));
  line.end(`  ${stepsLine(run)}\n`);
  print(options.json, run, () => showRun(run, hintFor(options)));
  endWith(isWell(run));
};
