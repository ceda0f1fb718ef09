import { taskIdOf } from '../../../src/contracts/ids';
import { checkMatch, entityTag, unlessMatched } from '../../../src/mesh/gateway/conditions';
import { world } from './world';

const TAG = entityTag('run', 'r1', 'e1');
const answer = { status: 200, headers: { vary: 'accept' }, body: { a: 1 } };

describe('If-None-Match', () => {
  it.each([TAG, `W/${TAG}`, `"x", ${TAG}`, `"a,b",${TAG}`, '*'])('%s spares the body', (header) => {
    expect(unlessMatched({ headers: { 'if-none-match': header } }, TAG, answer)).toEqual({
      status: 304,
      headers: { etag: TAG },
    });
  });

  it.each([undefined, '"x"', TAG.slice(1, -1), ''])('%s does not', (header) => {
    const headers = header === undefined ? {} : { 'if-none-match': header };
    expect(unlessMatched({ headers }, TAG, answer)).toEqual({
      ...answer,
      headers: { vary: 'accept', etag: TAG },
    });
  });
});

describe('If-Match', () => {
  const check = (header: string | undefined, tag: string | undefined = TAG) =>
    checkMatch({ headers: header === undefined ? {} : { 'if-match': header } }, tag);

  it.each([undefined, TAG, `"x", ${TAG}`, '*'])('%s lets through', (header) => {
    expect(() => check(header)).not.toThrow();
  });
  it.each(['"x"', `W/${TAG}`, 'x', ''])('%s does not', (header) => {
    expect(() => check(header)).toThrow(/read it again/);
  });
  it('of anything names nothing that is not there', () => {
    expect(() => checkMatch({ headers: { 'if-match': '*' } }, undefined)).toThrow(/nothing here/);
  });
});

it('makes tags that tell nothing of what they are made of, and do not collide', () => {
  expect(entityTag('a', 'b')).toMatch(/^"[\w-]{27}"$/);
  expect(entityTag('a', 'b')).not.toBe(entityTag('ab'));
});

const tagOf = async (w: ReturnType<typeof world>, path: string) =>
  (await w.call('GET', path)).headers!['etag']!;

describe('what is read, and then changed', () => {
  it('a run is cancelled only as it was seen', async () => {
    const w = world();
    const run = await w.begun();
    const seen = await tagOf(w, `/api/runs/${run}`);
    await w.completes(run, 'do', 'done');
    const cancel = (tag: string) =>
      w.call('POST', `/api/runs/${run}/cancel`, { body: {}, headers: { 'if-match': tag } });
    expect(await cancel(seen)).toMatchObject({
      status: 412,
      body: { type: '/problems/precondition-failed' },
    });
    expect(w.publisher.take()).toEqual([]);
    expect(await cancel(await tagOf(w, `/api/runs/${run}/events`))).toMatchObject({ status: 202 });
  });

  it('a run that has not changed is not sent again, nor its journal', async () => {
    const w = world();
    const run = await w.begun();
    for (const path of [`/api/runs/${run}`, `/api/runs/${run}/events`]) {
      const tag = await tagOf(w, path);
      const again = () => w.call('GET', path, { headers: { 'if-none-match': tag } });
      expect(await again()).toEqual({ status: 304, headers: { etag: tag } });
      await w.happens(run, { type: 'mesh.run.check', subject: run, id: path });
      await w.completes(run, 'do', path);
      expect(await again()).toMatchObject({ status: 200 });
    }
  });

  it('a task is shown, and answered only as it was seen', async () => {
    const w = world();
    const run = await w.waiting();
    const task = taskIdOf(run, 'ask');
    const path = `/api/tasks/${task}`;
    const shown = await w.call('GET', path);
    expect(shown).toMatchObject({
      status: 200,
      body: { taskId: task, runId: run, skill: 'test.ask@1', status: 'waiting', since: expect.any(String) },
    });
    const complete = (tag: string) =>
      w.call('POST', `${path}/complete`, {
        body: { output: { decision: 'approved' } },
        headers: { 'if-match': tag },
      });
    expect(await complete('"before"')).toMatchObject({ status: 412 });
    expect(await complete(shown.headers!['etag']!)).toMatchObject({ status: 202 });
    const headers = { 'if-none-match': shown.headers!['etag']! };
    expect(await w.call('GET', path, { headers })).toMatchObject({ status: 304 });
  });

  it.each(['nonsense', 'not.there'])('shows no task %s', async (id) => {
    const w = world();
    const run = await w.begun();
    expect(await w.call('GET', `/api/tasks/${id}`)).toMatchObject({ status: 404 });
    expect(await w.call('GET', `/api/tasks/${taskIdOf(run, 'do', 3)}`)).toMatchObject({ status: 404 });
    expect(await w.call('GET', `/api/tasks/${taskIdOf(run, 'do')}`, { tenant: 'fabrikam' })).toMatchObject({
      status: 404,
    });
  });
});
