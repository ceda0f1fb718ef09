import { heldIn, withFirst } from '../planner/behind';
import type { Run } from '../planner/run';
import { refsOf, viewRun, type RunView } from '../planner/view';
import type { ContentStore } from '../ports/content-store';
import type { RunStore } from '../ports/run-store';

interface Deps {
  contents: ContentStore;
  runs: Pick<RunStore, 'line'>;
}

const contentOf = async (contents: ContentStore, name: string): Promise<readonly [string, unknown]> => {
  const bytes = await contents.get(name);
  return [name, bytes && JSON.parse(Buffer.from(bytes).toString('utf8'))];
};

/** A run as callers see it, with what is kept elsewhere as if it were there. */
export const showRun =
  ({ contents, runs }: Deps) =>
  async (run: Run): Promise<RunView> => {
    const key = heldIn(run);
    const line = key === undefined ? undefined : await runs.line(key);
    const kept = new Map(await Promise.all(refsOf(run).map((name) => contentOf(contents, name))));
    return withFirst(
      viewRun(run, (name) => kept.get(name)),
      run,
      line?.line,
    );
  };
