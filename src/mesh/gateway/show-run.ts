import type { Run } from '../planner/run';
import { refsOf, viewRun, type RunView } from '../planner/view';
import type { ContentStore } from '../ports/content-store';

const contentOf = async (contents: ContentStore, name: string): Promise<readonly [string, unknown]> => {
  const bytes = await contents.get(name);
  return [name, bytes && JSON.parse(Buffer.from(bytes).toString('utf8'))];
};

/** A run as callers see it, with what is kept elsewhere as if it were there. */
export const showRun =
  (contents: ContentStore) =>
  async (run: Run): Promise<RunView> => {
    const kept = new Map(await Promise.all(refsOf(run).map((name) => contentOf(contents, name))));
    return viewRun(run, (name) => kept.get(name));
  };
