import { schemaBook } from '../../src/contracts/ajv-schema-book';
import type { MeshEvent } from '../../src/contracts/event';
import { MESH } from '../../src/contracts/event-types';
import { schemas } from '../../src/contracts/generated/schemas';
import { hubOf } from '../../src/contracts/hubs';
import { runIdOf } from '../../src/contracts/ids';
import { putAway } from '../../src/kit/trial/put-away';
import { trialMesh, type TrialMeshOptions } from '../../src/kit/trial/mesh';
import { viewRun } from '../../src/mesh/planner/view';
import { virtualClock } from '../../src/mesh/ports/memory/virtual-clock';
import { leave, leaveSchemas } from '../fixture/leave';

const NAME = 'Canaria-Vogelsang';
const NOTE = 'Zwitschernotiz';

const book = schemaBook({ ...schemas, ...leaveSchemas });

/** The mesh's own planner and workers in memory, with an agent whose data is about people. */
const world = (options: Partial<TrialMeshOptions> = {}) => {
  const mesh = trialMesh(leave, {
    deliver: 'once',
    crashAt: undefined,
    clock: virtualClock(),
    sharesClock: false,
    seed: 1,
    book,
    ...options,
  });
  const key = { tenant: 'trial', source: '/trial', id: 'leave-1' };
  const run = runIdOf(key);
  const about = {
    specversion: '1.0' as const,
    source: '/trial',
    datacontenttype: 'application/json',
    correlationid: run,
    tenantid: 'trial',
  };
  const publish = async (event: MeshEvent) => {
    await mesh.publish(event);
    await mesh.settle();
  };
  return {
    mesh,
    run,
    send: async (mode?: string) => {
      const data = {
        case: 'case-7',
        ...(mode !== undefined && { mode }),
        employee: { name: NAME, diagnosis: 'Morbus' },
      };
      const intent = { ...about, id: key.id, type: 'business.leave.intent', data };
      await publish(await putAway(mesh, intent, { schema: 'business.leave.intent@1' }));
    },
    answer: async (output: object) => {
      const task = `${run}.approve`;
      const command = {
        ...about,
        id: 'answer-1',
        type: MESH.taskAnswer,
        subject: task,
        data: { task, output },
      };
      await publish(
        await putAway(mesh, command, { schema: 'leave/answer@1', data: { output }, value: output }),
      );
    },
    erase: (id = 'erase-1') =>
      publish({ ...about, id, type: MESH.runErase, authid: 'someone', data: { reason: 'asked for' } }),
    view: () => viewRun(mesh.runs.all().find(({ id }) => id === run)!),
    /** All that is outside of where restricted data belongs, as text. */
    outside: async () => {
      const contents = await Promise.all(mesh.contents.names().map((name) => mesh.contents.get(name)));
      return [
        JSON.stringify([mesh.events, mesh.runs.all(), mesh.log.lines]),
        ...contents.map((bytes) => Buffer.from(bytes!).toString()),
      ].join('\n');
    },
  };
};

describe.each(['once', 'twice', 'shuffled'] as const)('delivered %s', (deliver) => {
  it('restricted data reaches the skills, and is nowhere else', async () => {
    const w = world({ deliver });
    await w.send('person');
    await w.answer({ decision: 'granted', note: NOTE });
    expect(w.view()).toMatchObject({
      status: 'completed',
      output: { level: 'high', decision: 'granted', entry: 'case-7', complete: true },
    });
    expect(await w.outside()).not.toMatch(new RegExp(`${NAME}|Morbus|${NOTE}`));
  });
});

it.each(['dead', 'refuse', 'throw'])(
  'what a skill says when it fails (%s) may hold it, and is withheld',
  async (mode) => {
    const w = world();
    await w.send(mode);
    expect(w.view().steps[0]!.failure!.message).toContain('no more is told');
    expect(await w.outside()).not.toMatch(/Canaria|Morbus/);
  },
);

it('tasks with restricted data, or of skills that give some, go to the hub of those who may see it', async () => {
  const w = world();
  await w.send();
  const tasks = w.mesh.events.filter(({ type }) => type === 'business.leave.task.created');
  expect(tasks.map(hubOf)).toEqual(['tasks-restricted', 'tasks-restricted']);
  expect(tasks[0]!.data).toMatchObject({
    input: { case: 'case-7' },
    restricted: [{ at: '', from: '', ref: expect.stringContaining(`restricted/${w.run}/`) as string }],
  });
});

describe('a run whose restricted data is erased', () => {
  const erasures = ({ events }: { events: readonly MeshEvent[] }) =>
    events.filter(({ type }) => type === MESH.runErased).length;

  it('says so, and has it deleted', async () => {
    const w = world();
    await w.send();
    await w.erase();
    expect(w.view().erased).toEqual({ at: expect.any(String) as string, by: 'someone', reason: 'asked for' });
    expect(erasures(w.mesh)).toBe(1);
  });

  it('fails at the task that needs it', async () => {
    const w = world();
    await w.send('person');
    await w.erase();
    await w.mesh.restricted.removeFolders([`restricted/${w.run}`]);
    await w.answer({ decision: 'granted', note: NOTE });
    expect(w.view()).toMatchObject({
      status: 'failed',
      failure: {
        step: 'file',
        code: 'data-erased',
        message: expect.stringContaining('was erased') as string,
      },
    });
  });

  it('has it deleted again with all that comes later: it may have brought more', async () => {
    const w = world();
    await w.send('person');
    await w.erase();
    await w.send('person');
    expect(erasures(w.mesh)).toBe(2);
    await w.answer({ decision: 'granted', note: NOTE });
    expect(erasures(w.mesh)).toBeGreaterThan(2);
  });
});
