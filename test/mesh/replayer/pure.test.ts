import { runIdOf } from '../../../src/contracts/ids';
import type { Catalog } from '../../../src/mesh/catalog';
import { deadlineOf } from '../../../src/mesh/replayer/deadline';
import { forecast } from '../../../src/mesh/replayer/forecast';
import { mergePatch } from '../../../src/mesh/replayer/merge-patch';
import { lettersPerSecond } from '../../../src/mesh/replayer/pace';
import { selectLetters } from '../../../src/mesh/replayer/select';
import type { Skill } from '../../../src/mesh/worker/skill';
import { dead, deadBytes, intentEvent, RUN, taskEvent } from '../letters/world';
import { replayerWorld } from './world';

/** @see https://www.rfc-editor.org/rfc/rfc7396#appendix-A */
describe('mergePatch', () => {
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
    [{}, JSON.parse('{"__proto__":{"x":1}}'), JSON.parse('{"__proto__":{"x":1}}')],
  ])('%j with %j is %j', (target, patch, expected) => {
    expect(JSON.stringify(mergePatch(target, patch))).toBe(JSON.stringify(expected));
  });
});

describe('deadlineOf', () => {
  it.each([
    ['2026-01-01T00:00:00Z', 'keep', '2026-01-01T00:00:00Z'],
    ['2026-01-01T00:00:00Z', 'extend', '2026-01-01T00:01:00.000Z'],
    ['2026-01-01T00:00:00Z', 'drop', undefined],
    [undefined, 'extend', undefined],
    ['whenever', 'extend', 'whenever'],
  ] as const)('%s, %s: %s', (deadline, rule, expected) => {
    expect(deadlineOf(deadline, rule, 60_000)).toBe(expected);
  });
});

describe('lettersPerSecond', () => {
  it.each([
    [10, undefined, 0, 10],
    [10, 10, 0, 1],
    [10, 10, 5_000, 5],
    [10, 10, 10_000, 10],
    [1, 10, 9_999, 1],
  ])('%i a second over %s s, after %i ms: %i', (perSecond, rampSeconds, elapsed, expected) => {
    expect(lettersPerSecond({ perSecond, ...(rampSeconds && { rampSeconds }) }, elapsed)).toBe(expected);
  });
});

const skill = (effects: Skill['effects'], repeat: Skill['repeat']): Skill => ({
  name: '',
  input: '',
  output: '',
  effects,
  repeat,
  timeoutMs: 1,
  retry: { attempts: 1 },
  by: 'worker',
  perform: () => undefined,
});
const SKILLS: Record<string, Skill> = {
  'invoice.post@1': skill('external', 'never'),
  'invoice.book@1': skill('external', 'keyed'),
};
const catalog: Pick<Catalog, 'skill'> = { skill: (name) => SKILLS[name] };

const uncertain = { reason: { code: 'uncertain', message: 'may have happened', passing: false } };
const task = (step: string, name: string, fields = {}) =>
  taskEvent({ subject: `${RUN}.${step}`, data: { skill: name, step, input: {} }, ...fields });

describe('forecast', () => {
  it('says how many, where to, what may repeat, what is too late, and what is refused', async () => {
    const { bury, letters, runs, setRun, clock } = replayerWorld();
    const ended = runIdOf({ tenant: 't1', source: '/erp', id: 'ended' });
    await setRun('blocked');
    await setRun('completed', ended);
    await bury(
      dead(task('a', 'invoice.post@1'), uncertain),
      dead(task('b', 'invoice.book@1'), uncertain),
      dead(task('c', 'invoice.post@1')),
      dead(task('d', 'gone@1', { deadline: '2025-12-31T00:00:00Z' })),
      dead(task('e', 'gone@1', { deadline: '2026-01-01T00:01:00Z' })),
      dead(taskEvent({ subject: `${ended}.post`, correlationid: ended })),
      dead(intentEvent({ id: 'new' }), { batch: { hub: 'intents', group: 'g', partition: '0' } }),
    );
    await clock.advance(120_000);
    const { letters: all } = await letters.search({ tenant: 't1', limit: 100 });
    const foretell = forecast({ runs, catalog });
    expect(await foretell(all, 'extend', clock.now())).toEqual({
      total: 7,
      byHub: { tasks: 6, intents: 1 },
      byState: { new: 7 },
      erased: 0,
      mayRepeat: [expect.objectContaining({ skill: 'invoice.post@1', letters: 1 })],
      pastDeadline: 2,
      wouldExpire: 1,
      runEnded: 1,
    });
    expect((await foretell(all, 'keep', clock.now())).wouldExpire).toBe(2);
    expect((await foretell(all, 'drop', clock.now())).wouldExpire).toBe(0);
  });
});

describe('selectLetters', () => {
  const tenants = ['t1'];
  const world = async () => {
    const { bury, letters, clock } = replayerWorld();
    const [first] = await bury(dead(intentEvent({ id: 'a' })));
    await clock.advance(1_000);
    const [second] = await bury(dead(taskEvent()));
    await bury(dead(intentEvent({ id: 'other', tenantid: 't2' })), deadBytes(Buffer.from('?')));
    return { select: selectLetters(letters), letters, first: first!, second: second!, now: clock.now() };
  };

  it('finds by type, fingerprint and time, newest first, the tenant’s own only', async () => {
    const { select, letters, first, second, now } = await world();
    const ids = async (criteria: object, limit = 10) =>
      (await select({ select: criteria, tenants, limit })).letters.map(({ id }) => id);
    const { fingerprint } = (await letters.load([second])).get(second)!.letter;
    expect(await ids({})).toEqual([second, first]);
    expect(await ids({ type: 'business.invoice.intent' })).toEqual([first]);
    expect(await ids({ fingerprint })).toEqual([second]);
    expect(await ids({ from: now })).toEqual([second]);
    expect(await ids({ to: now - 1 })).toEqual([first]);
    expect(await select({ select: {}, tenants, limit: 1 })).toMatchObject({ more: true });
  });

  it('finds by id, each once, and names those that are nobody’s', async () => {
    const { select, letters, first } = await world();
    const others = letters
      .all()
      .filter(({ tenant }) => tenant === 't2')
      .map(({ id }) => id);
    const ids = [first, first, 'never', ...others];
    expect(await select({ select: { ids }, tenants, limit: 10 })).toMatchObject({
      letters: [{ id: first }],
      more: false,
      unknown: ['never', ...others],
    });
  });

  it('leaves out what is under way or done', async () => {
    const { select, letters, first, second } = await world();
    const { letter, etag } = (await letters.load([first])).get(first)!;
    await letters.save([{ letter: { ...letter, state: 'resolved' }, etag }]);
    const found = await select({ select: {}, tenants, limit: 10 });
    expect(found.letters.map(({ id }) => id)).toEqual([second]);
  });
});
