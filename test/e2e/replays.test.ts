import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TableClient } from '@azure/data-tables';
import type { LetterView } from '../../src/cli/letter-view';
import type { CreatedReplay, ReplayView } from '../../src/cli/replay-view';
import { hasEnded, type RunView } from '../../src/cli/run-view';
import { storageConnection } from '../../src/local/supervisor/environment';
import { buildFixtureApp } from '../support/fixture-app';
import { postUntilAccepted } from '../support/invoices';
import { rowsOf } from '../support/ledger';
import { freePorts, startTestMesh, type TestMesh } from '../support/mesh';
import { until } from '../support/until';
import { jsonFor, typedFor } from '../support/typed';

const CHAOS = 'business.chaos.intent';
/** Past when the tests that need it past begin, and long enough for a letter to come about before. */
const SOON_MS = 15_000;

const folder = mkdtempSync(join(tmpdir(), 'mesh-replays-'));
const data = join(folder, 'data');
let mesh: TestMesh;
let effects: TableClient;

const post = (n: number, more: { deadline?: string; mode?: string } = {}) => {
  const { mode = 'dead', ...rest } = more;
  return postUntilAccepted(mesh.client, `intents/${CHAOS}`, {
    reference: `chaos-${n}`,
    data: { n, mode },
    ...rest,
  });
};
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const heal = (...rowKeys: string[]) =>
  Promise.all(rowKeys.map((rowKey) => effects.createEntity({ partitionKey: 'healed', rowKey })));

const runOf = (id: string) => mesh.client.get<RunView>(`runs/${id}`);
const letterOf = (id: string) => mesh.client.get<LetterView>(`dead-letters/${id}`);
const replayOf = (id: string) => mesh.client.get<ReplayView>(`replays/${id}`);

/** The letter of a run that cannot go on, once it is kept. */
const letterBehind = async (runId: string): Promise<string> => {
  const { steps = [] } = await until(
    () => runOf(runId),
    ({ status }) => status === 'blocked',
  );
  const { letter } = steps.find((step) => step.letter !== undefined)!;
  await until(
    () => letterOf(letter!),
    ({ state }) => state === 'new',
  );
  return letter!;
};
const ended = (runId: string) => until(() => runOf(runId), hasEnded);
const over = (id: string) =>
  until(
    () => replayOf(id),
    ({ status }) => status === 'done' || status === 'stopped',
  );

const type = typedFor(() => data);
const json = jsonFor(type);

/** How often each effect happened, of these runs. */
const effectsOf = async (numbers: readonly number[]) =>
  (await rowsOf<{ n?: number }>(mesh, 'effects'))
    .flatMap(({ n }) => (n !== undefined && numbers.includes(n) ? [n] : []))
    .toSorted((a, b) => a - b);

const RAMPED = range(0, 20);
const LATE = { keep: 100, extend: 101, drop: 102 } as const;
type Rule = keyof typeof LATE;
const RULES = Object.keys(LATE) as Rule[];

let letters: readonly string[];
let runs: readonly string[];
const late: Partial<Record<Rule, { run: string; letter: string; deadline: number }>> = {};

beforeAll(async () => {
  mesh = await startTestMesh({ data, ports: await freePorts(), env: { MESH_APP: await buildFixtureApp() } });
  effects = TableClient.fromConnectionString(storageConnection(mesh.ports), 'effects', {
    allowInsecureConnection: true,
  });
  await effects.createTable();
  // Those with a deadline first: it is past when their turn comes.
  for (const rule of RULES) {
    const deadline = Date.now() + SOON_MS;
    const { runId } = await post(LATE[rule], { deadline: new Date(deadline).toISOString() });
    late[rule] = { run: runId, letter: await letterBehind(runId), deadline };
  }
  runs = (await Promise.all(RAMPED.map((n) => post(n)))).map(({ runId }) => runId);
  letters = await Promise.all(runs.map(letterBehind));
}, 120_000);
afterAll(async () => {
  await mesh?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

it('goes up a ramp, and stops by itself when more than the set share fails again', async () => {
  // The first and half of the next ten can be done now; what comes behind is not to be tried.
  await heal(...range(0, 6).map(String));
  const ids = letters.flatMap((letter) => ['--id', letter]);
  const rules = ['--ramp', '1,10,100', '--ramp-wait', '600', '--stop-when-failed', '20%'];
  const made = await json<CreatedReplay>('replay', ...ids, ...rules, '--reason', 'the other side is back');
  expect(made.total).toBe(20);
  const replay = await over(made.id);
  expect(replay).toMatchObject({
    status: 'stopped',
    reason: 'the other side is back',
    stoppedBy: { type: 'timer', id: 'replayer' },
    stoppedBecause: '5 of the 11 letters that have an outcome failed again (45.5 %): more than 20 %',
    progress: { completed: 6, 'dead-lettered': 5, pending: 9 },
  });
  const said = await type('replay', '--show', made.id);
  expect(said.out).toContain('Stopped by itself');
  expect(said.out).toContain('9 letters stayed where they are. Go on: npm run mesh -- replay');
  // What it did not reach nobody has touched.
  for (const letter of letters.slice(11)) {
    const { state, replay: by } = await letterOf(letter);
    expect([state, by]).toEqual(['new', undefined]);
  }
  expect(await effectsOf(RAMPED)).toEqual(range(0, 6));
}, 120_000);

it('stops when it is told to, and another replay takes what it left, each once', async () => {
  await heal('healed');
  const left = letters.slice(6);
  const made = await mesh.client.post<CreatedReplay>('replays', {
    select: { ids: left },
    perSecond: 1,
    reason: 'slowly',
  });
  await until(
    () => replayOf(made.id),
    ({ progress }) => (progress['pending'] ?? 0) < left.length,
  );
  const stopped = await json<ReplayView>('replay', '--stop', made.id, '--reason', 'somebody called');
  expect(stopped).toMatchObject({ status: 'stopped', stoppedBecause: 'somebody called' });
  expect(stopped.stoppedBy!.type).not.toBe('timer');
  const pending = stopped.progress['pending']!;
  expect(pending).toBeGreaterThan(0);

  const { fingerprint } = await letterOf(left.at(-1)!);
  const words = ['--fingerprint', fingerprint, '--type', 'business.chaos.task.created'];
  const rest = await json<CreatedReplay>('replay', '--id', ...left, ...words, '--reason', 'the rest');
  const { progress } = await over(rest.id);
  // Of those that the first one had sent, some are still under way or done: they are refused, and sent once all the same.
  expect((progress['completed'] ?? 0) + (progress['refused'] ?? 0)).toBe(left.length);
  expect(progress['completed']).toBeGreaterThanOrEqual(pending);
  for (const run of runs) expect(await ended(run)).toMatchObject({ status: 'completed' });
  expect(await effectsOf(RAMPED)).toEqual(RAMPED);
  expect((await over(made.id)).progress['pending']).toBe(pending);
}, 120_000);

it('keeps, extends or drops the deadline of a letter that is past it', async () => {
  // The step expires where the deadline is kept, and no plan says what then.
  const ends = { keep: ['failed', 'expired'], extend: ['completed'], drop: ['completed'] } as const;
  const bring = async (rule: Rule) => {
    const { run, letter, deadline } = late[rule]!;
    await until(
      async () => Date.now(),
      (now) => now > deadline,
    );
    // Its deadline stands still: nobody ends it while it is a dead letter.
    expect((await runOf(run)).status).toBe('blocked');
    const words = ['--id', letter, '--deadline', rule];
    expect((await type('replay', ...words, '--dry-run')).out).toContain(
      rule === 'keep' ? 'would expire' : 'past',
    );
    const made = await json<CreatedReplay>('replay', ...words);
    const [status, ofStep = status] = ends[rule];
    const { steps, ...found } = await ended(run);
    expect([found.status, steps![0]!.status]).toEqual([status, ofStep]);
    expect((await over(made.id)).letters).toEqual([expect.objectContaining({ letter, state: status })]);
    expect(await effectsOf([LATE[rule]])).toEqual(status === 'completed' ? [LATE[rule]] : []);
  };
  await Promise.all(RULES.map(bring));
}, 120_000);

it('edits one letter: the edit is checked, the original stays, and the journal says whose it was', async () => {
  await effects.deleteEntity('healed', 'healed');
  const { runId } = await post(200);
  const letter = await letterBehind(runId);
  const edit = (content: object): string => {
    const file = join(folder, 'edit.json');
    writeFileSync(file, JSON.stringify(content));
    return file;
  };
  const bring = (content: object, ...more: string[]) =>
    type('replay', '--id', letter, '--edit', edit(content), ...more);

  const silent = await bring({ input: { n: 201 } });
  expect([silent.code, silent.error]).toEqual([1, expect.stringContaining('/reason: say why')]);
  const bad = await bring({ input: { n: 'two hundred' } }, '--reason', 'try');
  expect([bad.code, bad.error]).toEqual([1, expect.stringContaining('/input/n: must be a whole number')]);
  expect((await letterOf(letter)).state).toBe('new');

  // What is right by its schema, and no help: it comes back, and what it first carried is kept.
  expect((await bring({ input: { n: 201 } }, '--reason', 'a typo', '--watch')).code).toBe(1);
  const back = await mesh.client.get<
    LetterView & { original?: { event: { data: unknown } }; content: { event: { data: unknown } } }
  >(`dead-letters/${letter}`);
  expect(back.state).toBe('new');
  expect(back.content.event.data).toMatchObject({ input: { n: 201 } });
  expect(back.original!.event.data).toMatchObject({ input: { n: 200 } });

  const good = await bring({ input: { mode: 'fine' } }, '--reason', 'the mode was wrong', '--watch');
  expect([good.code, good.out]).toEqual([0, expect.stringContaining('1 completed')]);
  expect(await ended(runId)).toMatchObject({ status: 'completed' });
  const after = await letterOf(letter);
  expect(after).toMatchObject({
    state: 'resolved',
    replay: { edited: true, reason: 'the mode was wrong' },
  });
  const by = after.replay!.by!.id;
  const { events } = await mesh.client.get<{ events: { in: { by?: string; replay?: string } }[] }>(
    `runs/${runId}/events`,
  );
  expect(JSON.stringify(events)).toContain(`"${after.replay!.id}"`);
  expect(JSON.stringify(events)).toContain(`"${by}"`);
  expect((await type('replays')).out).toContain('the mode was wrong');
}, 120_000);

it('lets operators of the mesh bring back a letter of another tenant, and records it', async () => {
  const contoso = mesh.as({ tenant: 'contoso', subject: 'erp' });
  const body = { reference: 'theirs', data: { n: 300, mode: 'dead' } };
  const { runId } = await postUntilAccepted(contoso, `intents/${CHAOS}`, body);
  const { letters: found } = await until(
    () => contoso.get<{ letters: readonly LetterView[] }>('dead-letters?state=new'),
    ({ letters: some }) => some.length > 0,
  );
  const { id } = found[0]!;

  expect((await type('dead-letters', '--state', 'new')).out).not.toContain(id);
  const all = await type('dead-letters', '--groups', '--state', 'new', '--tenant', '*');
  expect(all.out).toMatch(/contoso 1/);
  const bare = await type('dead-letters', id, '--tenant', 'contoso');
  expect(bare.out).toMatch(/tenant +contoso/);
  expect(bare.out).not.toContain('"n": 300');
  const whole = await type('dead-letters', id, '--tenant', 'contoso', '--reason', 'ticket 7');
  expect(whole.out).toContain('"n": 300');

  const others = mesh.as({ tenant: 'fabrikam', subject: 'mallory' });
  await expect(others.get(`dead-letters/${id}?tenant=contoso`)).rejects.toThrow('403');
  const readers = mesh.as({ roles: 'Mesh.Read' });
  await expect(readers.get('dead-letters?tenant=*')).rejects.toThrow('403');

  await heal('300');
  const words = ['replay', '--id', id, '--tenant', 'contoso'];
  expect((await type(...words)).error).toContain('/reason: say why');
  const done = await type(...words, '--reason', 'ticket 7', '--watch');
  expect([done.code, done.out]).toEqual([0, expect.stringContaining('1 completed')]);
  expect(await contoso.get<RunView>(`runs/${runId}`)).toMatchObject({ status: 'completed' });

  const { acts } = await contoso.get<{ acts: readonly { what: string; reason?: string }[] }>(
    'dead-letters/acts',
  );
  expect(acts.map(({ what }) => what)).toEqual(['replayed', 'read-content', 'read', 'grouped']);
  expect((await type('dead-letters', '--acts', '--tenant', 'contoso')).out).toMatch(
    /brought back +1 letter +contoso +ticket 7/,
  );
}, 120_000);

it('erases what one letter carried: the rest stays, and a replay is refused with the reason', async () => {
  const { runId } = await post(400);
  const id = await letterBehind(runId);
  expect((await type('dead-letters', id, '--erase')).error).toContain('Say why with --reason');
  const erased = await type('dead-letters', id, '--erase', '--reason', 'she asked us to');
  expect(erased.out).toContain(`What letter ${id} carried is erased.`);
  const shown = await type('dead-letters', id);
  expect(shown.out).toMatch(/What it carried was erased .* by .*: she asked us to\./);
  expect(shown.out).not.toContain('"n": 400');
  const rows = await rowsOf<{ rowKey: string }>(mesh, 'letters');
  expect(JSON.stringify(rows.filter(({ rowKey }) => rowKey.endsWith(id)))).not.toContain(
    Buffer.from('"n":400').toString('base64').slice(0, 8),
  );
  const replay = await type('replay', '--id', id, '--watch');
  expect([replay.code, replay.out]).toEqual([1, expect.stringMatching(/refused .*she asked us to/)]);
}, 120_000);
