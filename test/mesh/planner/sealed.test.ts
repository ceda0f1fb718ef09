import { restrictedRef } from '../../../src/contracts/dataref';
import { emissionsOf } from '../../../src/mesh/planner/emissions';
import { fold } from '../../../src/mesh/planner/fold';
import { isSealed, sealed, seen, walk, withGaps } from '../../../src/mesh/planner/sealed';
import { contextAt, NOON, planOf, result, RUN, start, step } from './world';

const ref = restrictedRef(RUN, Buffer.from('{}'));
const value = sealed(ref, ['output'], { level: 'high', none: null, tags: ['a'] });

describe('a sealed value', () => {
  it.each<[string, readonly string[], unknown]>([
    ['what is exposed', ['level'], 'high'],
    ['what is exposed as null', ['none'], null],
    ['what is inside of what is exposed', ['tags', '0'], 'a'],
    ['nothing inside of what is exposed, where there is nothing', ['tags', '7'], undefined],
  ])('gives %s', (_, path, found) => expect(walk(value, path)).toEqual(found));

  it('stays sealed behind all else, and shows nothing of it', () => {
    const inside = walk(value, ['letter', 'lines', '0']);
    expect(isSealed(inside) && inside).toMatchObject({ ref, path: ['output', 'letter', 'lines', '0'] });
    expect(seen(inside)).toBeUndefined();
  });

  it('is found in lists of what steps gave', () => {
    expect(walk([1, value], ['1', 'level'])).toBe('high');
    expect(seen([1, value])).toEqual([1, { level: 'high', none: null, tags: ['a'] }]);
  });

  it('leaves gaps in what it is a part of', () => {
    const { value: open, gaps } = withGaps({ 'a/b': walk(value, ['letter']), all: [value], other: { x: 1 } });
    expect(open).toEqual({ 'a/b': null, all: [{ level: 'high', none: null, tags: ['a'] }], other: { x: 1 } });
    expect(gaps).toEqual([
      { at: '/a~1b', ref, from: '/output/letter' },
      { at: '/all/0', ref, from: '/output' },
    ]);
  });

  it('is not to be had by writing one: data is data, whatever it looks like', () => {
    const forged = { restricted: [{ at: '', ref, from: '' }], ref, path: [], shown: {} };
    expect(withGaps(forged)).toEqual({ value: forged, gaps: [] });
  });
});

const given = (task: string, dataref: string, dataexposed = '{}') =>
  result(task, 'completed', {}, { dataref, dataexposed, dataclassification: 'restricted' });

describe('a run', () => {
  const plan = planOf(
    {
      list: step(),
      look: step({
        skill: 'test.look@1',
        needs: ['list'],
        forEach: '/steps/list/output',
        input: { $from: '/item' },
      }),
      sum: step({
        skill: 'test.sum@1',
        needs: ['look'],
        forEach: '/steps/look/output',
        input: { one: { $from: '/item' }, name: { $from: '/item/name' } },
      }),
    },
    null,
  );

  it('goes through what a list of restricted steps gave, each by its reference', () => {
    let { run } = start(plan);
    let out: readonly string[] = [];
    const take = (event: Parameters<typeof fold>[1], at: number) => {
      ({ run, out } = fold(run, event, contextAt(NOON + at)));
    };
    take(result('list', 'completed', { output: [1, 2] }), 1);
    for (const item of [0, 1])
      take(given(`look.${item}`, restrictedRef(RUN, Buffer.from(`${item}`)), `{"n":${item}}`), 2 + item);
    const { events } = emissionsOf(run, out, contextAt().read);
    const tasks = events.filter(({ type }) => type.endsWith('task.created'));
    expect(
      tasks.map(({ data, dataclassification }) => ({ dataclassification, ...(data as object) })),
    ).toEqual(
      [0, 1].map((item) => ({
        dataclassification: 'restricted',
        skill: 'test.sum@1',
        step: 'sum',
        item,
        input: { one: { n: item }, name: null },
        restricted: [
          { at: '/one', ref: restrictedRef(RUN, Buffer.from(`${item}`)), from: '/output' },
          { at: '/name', ref: restrictedRef(RUN, Buffer.from(`${item}`)), from: '/output/name' },
        ],
      })),
    );
  });

  it('takes no reference to what is not its own', () => {
    const { run } = start(planOf({ list: step() }, null));
    const stranger = ref.replace(RUN, '00000000-0000-8000-8000-000000000000');
    const folded = fold(run, given('list', stranger), contextAt(NOON + 1));
    expect(folded.refused).toMatchObject({ code: 'strange-data' });
    expect(folded.run).toBe(run);
  });
});
