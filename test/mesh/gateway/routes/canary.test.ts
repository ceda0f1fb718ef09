import { withLooks } from '../../../../src/mesh/canary/looks';
import { OK, wouldDeadLetter, type Looked } from '../../../../src/mesh/canary/verdict';
import { EMPTY, tallied, type Compared } from '../../../../src/mesh/canary/tally';
import { world } from '../world';

const KEY = { skill: 'test.do@1', next: 'test.do@2', day: '2026-11-20', partition: '0' };
const differs = (sequence: number, tenant: string): Compared => ({
  sequence,
  task: `run-of-${tenant}.a`,
  tenant,
  comparison: { kind: 'different', differences: [{ pointer: '/name', kind: 'changed' }] },
});
const same = (sequence: number): Compared => ({
  sequence,
  task: 'x.a',
  tenant: 'contoso',
  comparison: { kind: 'same' },
});

it('sums what was compared in all partitions and days, and shows examples only to whose they are', async () => {
  const mesh = world();
  await mesh.outcomes.update(KEY, () => tallied(EMPTY, [differs(1, 'contoso'), same(2)]));
  await mesh.outcomes.update({ ...KEY, day: '2026-11-21', partition: '1' }, () =>
    tallied(undefined, [
      differs(1, 'fabrikam'),
      { ...same(2), comparison: { kind: 'broken', code: 'timeout' } },
    ]),
  );
  const ask = async (tenant: string) => (await mesh.call('GET', '/api/canary', { tenant })).body;
  const report = {
    skill: 'test.do@1',
    next: 'test.do@2',
    since: '2026-11-20',
    until: '2026-11-21',
    compared: 4,
    same: 1,
    broken: { timeout: 1 },
  };
  const spot = { pointer: '/name', kind: 'changed', count: 2 };
  expect(await ask('contoso')).toEqual({
    hubs: [],
    skills: [{ ...report, differences: [{ ...spot, example: 'run-of-contoso.a' }] }],
  });
  expect(await ask('fabrikam')).toEqual({ hubs: [], skills: [{ ...report, differences: [spot] }] });
});

it('sums what the next build would stumble over, by hub, and shows examples only to whose they are', async () => {
  const mesh = world();
  const looked = (sequence: number, tenantid: string, code?: string): Looked => ({
    received: { sequence } as Looked['received'],
    event: { id: 'i', type: 'business.test.intent', correlationid: `run-of-${tenantid}`, tenantid },
    verdict: code === undefined ? OK : wouldDeadLetter(code, 'it says "secret"'),
  });
  const key = { hub: 'intents', day: '2026-11-20', partition: '0' };
  await mesh.outcomes.look(key, () =>
    withLooks(undefined, [looked(1, 'contoso', 'no-plan'), looked(2, 'x')]),
  );
  await mesh.outcomes.look({ ...key, partition: '1' }, () =>
    withLooks(undefined, [looked(1, 'fabrikam', 'no-plan'), looked(2, 'x', 'invalid-data')]),
  );
  const ask = async (tenant: string) => (await mesh.call('GET', '/api/canary', { tenant })).body;
  const hub = { hub: 'intents', since: '2026-11-20', until: '2026-11-20', looked: 4 };
  const one = { outcome: 'would-dead-letter', type: 'business.test.intent' };
  const stumbles = [
    { ...one, code: 'no-plan', count: 2, example: 'run-of-contoso' },
    { ...one, code: 'invalid-data', count: 1 },
  ];
  expect(await ask('contoso')).toEqual({ hubs: [{ ...hub, stumbles }], skills: [] });
  expect(JSON.stringify(await ask('fabrikam'))).not.toMatch(/contoso|secret/);
});
