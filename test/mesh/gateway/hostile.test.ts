import { LIMITS } from '../../../src/contracts/limits';
import { TYPE, event, world } from './world';

const SINGLE = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';

/** As much of `unit` as a body may hold. */
const filled = (unit: string, head = '', tail = '') =>
  head + unit.repeat(Math.floor((LIMITS.body - head.length - tail.length) / unit.length)) + tail;
const members = (count: number) => Array.from({ length: count }, (_, n) => `"k${n}":[1,1]`).join(',');

const HOSTILE: [string, string, string][] = [
  ['nests without end', SINGLE, filled('[')],
  ['nests objects without end', SINGLE, filled('{"a":')],
  ['lists empty lists', SINGLE, filled('[],', '[', '[]]')],
  ['is a batch of nothings', BATCH, filled('{},', '[', '{}]')],
  ['is one string that does not end', SINGLE, filled('\\"', '"')],
  ['is blank', SINGLE, filled(' ')],
  [
    'has as many members as it may, none of them known',
    SINGLE,
    `{"specversion":"1.0","id":"1","source":"/s","type":"${TYPE}","data":{${members(9_990)}}}`,
  ],
  ['has attributes without end', SINGLE, `{${members(9_990)}}`],
  [
    'is a batch of wrong events',
    BATCH,
    `[${Array(LIMITS.batchEvents)
      .fill(JSON.stringify(event({ data: { amount: 'x' } })))
      .join(',')}]`,
  ],
];

/** The longest time in which nothing else could run, in milliseconds. */
const longestBlock = async (work: () => Promise<unknown>): Promise<number> => {
  let longest = 0;
  let last = performance.now();
  let watching = true;
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (watching) setImmediate(look);
  };
  setImmediate(look);
  await work();
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  watching = false;
  return longest;
};

const post = (contentType: string, body: string) => {
  const { call } = world();
  const bytes = new Uint8Array(Buffer.from(body));
  return () => call('POST', '/api/events', { body: bytes, headers: { 'content-type': contentType } });
};

/** What an honest batch of the same size costs on this machine, however fast that is. */
const honest = post(
  BATCH,
  JSON.stringify(
    Array.from({ length: LIMITS.batchEvents }, (_, n) =>
      event({ id: `${n}`, data: { amount: n, note: 'n'.repeat(900) } }),
    ),
  ),
);

describe('a hostile body', () => {
  it.each(HOSTILE)(
    'that %s is refused, and holds others up no longer than an honest batch',
    async (_, contentType, body) => {
      const hostile = post(contentType, body);
      expect([400, 413]).toContain((await hostile()).status);
      expect((await honest()).status).toBe(202);
      // The best of some tries: what else the machine does is no fault of ours.
      const tries = { hostile: Infinity, honest: 0 };
      for (let n = 0; n < 3; n++) {
        tries.hostile = Math.min(tries.hostile, await longestBlock(hostile));
        tries.honest = Math.max(tries.honest, await longestBlock(honest));
      }
      expect(tries.hostile).toBeLessThan(tries.honest);
    },
  );
});
