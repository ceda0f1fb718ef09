import { toStructured } from '../../../src/contracts/envelope';
import { PlatformError } from '../../../src/contracts/errors';
import type { MeshEvent } from '../../../src/contracts/event';
import { foldChanges, type RunRecord } from '../../../src/mesh/index/record';
import { indexRuns } from '../../../src/mesh/index/index-runs';
import type { RunStatus } from '../../../src/mesh/planner/run';
import { memoryDeadLetters } from '../../../src/mesh/ports/memory/memory-dead-letters';
import { memoryRunIndex } from '../../../src/mesh/ports/memory/memory-run-index';
import type { RunChange } from '../../../src/mesh/ports/run-index';
import { book, received, RUN, taskEvent } from '../letters/world';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();

const changed = (data: object, fields: Partial<MeshEvent> = {}): MeshEvent => ({
  ...taskEvent(),
  type: 'mesh.run.changed',
  data: {
    status: 'running',
    type: 'business.invoice.intent',
    acceptedAt: at(0),
    at: at(0),
    waiting: [],
    answered: [],
    ...data,
  },
  ...fields,
});

const world = () => {
  const index = memoryRunIndex();
  const dead = memoryDeadLetters();
  const run = indexRuns({ index, book, deadLetters: dead.send });
  const feed = (...bodies: readonly Uint8Array[]) =>
    run({ hub: 'events', group: 'index', partition: '0', events: bodies.map((body) => received(body)) });
  const runs = async () => (await index.list({ tenant: 't1', limit: 10 })).items;
  const waiting = async () =>
    (await index.waiting({ tenant: 't1', limit: 10 })).items.map(({ task }) => task);
  return { index, dead, feed, runs, waiting };
};

describe('indexRuns', () => {
  it('lists a run and what it waits for, until that is answered', async () => {
    const { feed, runs, waiting } = world();
    const task = {
      task: `${RUN}.approve`,
      skill: 'approval.request@1',
      title: 'Müller',
      since: at(1),
      due: at(9),
    };
    await feed(toStructured(changed({ status: 'waiting', subject: 's', at: at(1), waiting: [task] })));
    expect(await runs()).toEqual([
      {
        run: RUN,
        tenant: 't1',
        status: 'waiting',
        type: 'business.invoice.intent',
        subject: 's',
        acceptedAt: Date.parse(at(0)),
        at: Date.parse(at(1)),
      },
    ]);
    expect(await waiting()).toEqual([task.task]);
    await feed(toStructured(changed({ at: at(2), answered: [task.task] })));
    expect(await waiting()).toEqual([]);
  });

  it('leaves other events alone, and dead-letters what it cannot read', async () => {
    const { feed, runs, dead } = world();
    await feed(
      toStructured(taskEvent()),
      Buffer.from('?'),
      toStructured(changed({ status: 'nonsense' })),
      toStructured({ ...changed({}), tenantid: '' }),
      toStructured(changed({})),
    );
    expect(await runs()).toHaveLength(1);
    expect(dead.letters.map(({ stage, event }) => [stage, event?.type])).toEqual([
      ['parse', undefined],
      ['parse', 'mesh.run.changed'],
      ['parse', 'mesh.run.changed'],
    ]);
  });

  it.each(['the index', 'the hub of dead letters'])('throws when %s is away', async (what) => {
    const away = new PlatformError(`${what} is away`);
    const reject = () => Promise.reject(away);
    const { index, dead } = world();
    const run = indexRuns({
      book,
      index: what === 'the index' ? { write: reject } : index,
      deadLetters: what === 'the index' ? dead.send : reject,
    });
    const events = [toStructured(changed({})), Buffer.from('?')].map((body) => received(body));
    await expect(run({ hub: 'events', group: 'index', partition: '0', events })).rejects.toBe(away);
  });
});

const change = (
  status: RunStatus,
  seconds: number,
  waiting: string[] = [],
  answered: string[] = [],
): RunChange => ({
  run: { run: RUN, tenant: 't1', status, type: 't', acceptedAt: 0, at: seconds },
  waiting: waiting.map((task) => ({ task, run: RUN, tenant: 't1', skill: 's', since: seconds })),
  answered,
});

const permutations = <T>(list: readonly T[]): T[][] =>
  list.length < 2
    ? [[...list]]
    : list.flatMap((head, at) => permutations(list.toSpliced(at, 1)).map((rest) => [head, ...rest]));

describe('foldChanges', () => {
  const history = [
    change('running', 1),
    change('waiting', 2, ['a', 'b']),
    change('waiting', 3, ['c'], ['a']),
    change('waiting', 4, [], ['b']),
  ];
  const fold = (changes: readonly RunChange[]) =>
    changes.reduce<RunRecord | undefined>((record, one) => foldChanges(record, [one]).record, undefined)!;

  it('gives the same in any order, one by one or at once, and twice', () => {
    for (const order of permutations(history))
      for (const record of [fold(order), foldChanges(undefined, order).record, fold([...order, ...order])]) {
        expect(record.run).toMatchObject({ status: 'waiting', at: 4 });
        expect(record.open).toEqual({ c: null });
        expect([...record.answered].sort()).toEqual(['a', 'b']);
      }
  });

  it('never leads a run out of its end', () => {
    for (const order of permutations([...history, change('completed', 4)])) {
      expect(fold(order)).toMatchObject({ run: { status: 'completed' }, open: {}, answered: [] });
    }
  });

  it('hides what was shown and waits no more', () => {
    const { record } = foldChanges(undefined, [change('waiting', 1, ['a', 'b'])]);
    expect(foldChanges(record, [change('running', 2, [], ['a'])]).hide).toEqual([{ task: 'a', due: null }]);
    expect(foldChanges(record, [change('cancelled', 2)]).hide).toHaveLength(2);
  });
});
