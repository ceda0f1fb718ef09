import { restrictedFolder } from '../../../src/contracts/dataref';
import { orphans } from '../../../src/mesh/janitor/orphans';
import type { Run } from '../../../src/mesh/planner/run';
import { memoryContentStore } from '../../../src/mesh/ports/memory/memory-content-store';
import type { StoredRun } from '../../../src/mesh/ports/run-store';

const ID = (n: number) => `0${n}000000-0000-8000-8000-000000000000`;
const [NEVER, ACTIVE, ENDED, YOUNG] = [1, 2, 3, 4].map(ID) as [string, string, string, string];

const stored = (status: Run['status']): StoredRun => ({ run: { status } as Run, etag: '1' });

it('takes out restricted data that no run needs, and leaves that of runs which go on', async () => {
  let now = 1_000;
  const restricted = memoryContentStore(() => now);
  const put = (run: string) => restricted.put(`${restrictedFolder(run)}/hash`, Buffer.from('{}'));
  for (const run of [NEVER, ACTIVE, ENDED]) await put(run);
  now = 5_000;
  await put(YOUNG);
  const known = new Map([
    [ACTIVE, stored('waiting')],
    [ENDED, stored('completed')],
  ]);
  const runs = {
    load: async (ids: readonly string[]) => new Map([...known].filter(([id]) => ids.includes(id))),
  };
  const cleared: string[] = [];
  for await (const { ids, remove } of orphans({ restricted, runs }).old(2_000)) {
    cleared.push(...ids);
    await remove();
  }
  expect(cleared).toEqual([NEVER, ENDED]);
  expect(restricted.names()).toEqual([`restricted/${ACTIVE}/hash`, `restricted/${YOUNG}/hash`]);
});
