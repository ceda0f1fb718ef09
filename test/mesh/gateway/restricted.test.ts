import { schemaBook } from '../../../src/contracts/ajv-schema-book';
import { handlingOf } from '../../../src/contracts/restricted';
import { byReference } from '../../../src/mesh/gateway/by-reference';
import { memoryContentStore } from '../../../src/mesh/ports/memory/memory-content-store';
import type { OfRun } from '../../../src/mesh/seal';
import { leaveSchemas } from '../../fixture/leave';
import { world } from './world';

const book = schemaBook(leaveSchemas);
const RUN = '0199a6d0-0000-8000-8000-000000000000';

const travelling = async (data: unknown, bodyBytes = 100) => {
  const contents = memoryContentStore();
  const restricted = memoryContentStore();
  const event: OfRun = {
    specversion: '1.0',
    id: '1',
    source: '/hr',
    type: 'business.leave.intent',
    correlationid: RUN,
    data,
  };
  const handling = () => handlingOf(book, 'business.leave.intent@1');
  const [sent] = await byReference([event], { contents, restricted, handling, bodyBytes });
  return { sent: sent!, contents, restricted };
};

const DATA = { case: 'c-7', employee: { name: 'Canaria', diagnosis: 'Morbus' } };

it('puts restricted data away, however small it is, and lets only what is exposed travel', async () => {
  const { sent, contents, restricted } = await travelling(DATA);
  expect(sent).toEqual({
    specversion: '1.0',
    id: '1',
    source: '/hr',
    type: 'business.leave.intent',
    correlationid: RUN,
    dataref: restricted.names()[0],
    dataclassification: 'restricted',
    dataexposed: '{"case":"c-7"}',
  });
  expect(JSON.parse(Buffer.from((await restricted.get(sent.dataref!))!).toString())).toEqual(DATA);
  expect(contents.names()).toEqual([]);
});

it('refuses to let more be seen than an event carries, and keeps nothing', async () => {
  const long = { ...DATA, case: 'x'.repeat(5_000) };
  await expect(travelling(long)).rejects.toMatchObject({
    problem: {
      status: 400,
      errors: [{ pointer: '/data', message: expect.stringContaining('expose less of it') as string }],
    },
  });
});

describe('what only the mesh may say', () => {
  it.each(['dataclassification', 'dataexposed'])('%s of a sender is left out', async (name) => {
    const w = world();
    const body = {
      specversion: '1.0',
      id: '1',
      source: '/t',
      type: 'business.test.intent',
      data: { amount: 1 },
    };
    const answer = await w.call('POST', '/api/events', {
      body: { ...body, [name]: 'restricted' },
      headers: { 'content-type': 'application/cloudevents+json' },
    });
    expect(answer.status).toBe(202);
    expect(w.publisher.take()[0]).not.toHaveProperty(name);
  });
});

describe('DELETE /api/runs/{id}/restricted', () => {
  it('tells the run, with the reason and who asked', async () => {
    const w = world();
    const run = await w.begun();
    w.publisher.take();
    const path = `/api/runs/${run}/restricted`;
    expect(await w.call('DELETE', `${path}?reason=asked%20for`)).toMatchObject({
      status: 202,
      body: { runId: run, status: 'running' },
    });
    expect(w.publisher.take()).toMatchObject([
      {
        type: 'mesh.run.erase',
        subject: run,
        correlationid: run,
        authid: 'caller',
        data: { reason: 'asked for' },
      },
    ]);
  });

  it('is for those who operate, of runs of their own tenant', async () => {
    const w = world();
    const path = `/api/runs/${await w.begun()}/restricted`;
    expect((await w.call('DELETE', path, { roles: ['Mesh.Read', 'Mesh.Publish'] })).status).toBe(403);
    expect((await w.call('DELETE', path, { tenant: 'fabrikam' })).status).toBe(404);
    expect((await w.call('DELETE', `${path}?reason=${'x'.repeat(1_001)}`)).status).toBe(400);
  });
});
