import { scanJson, type JsonLimits } from '../../../src/contracts/envelope';

const scan = (text: string, limits?: JsonLimits) => scanJson(Buffer.from(text), limits);

it.each([
  ['1', 0, 0],
  ['"[["', 0, 0],
  ['[]', 1, 0],
  ['[1,2,3]', 1, 3],
  ['{"a":[1,2],"b":{"c":[[]]}}', 4, 2],
  ['["\\"[,", "\\\\", 3]', 1, 3],
  ['[[1,2],[1,2,3],[]]', 2, 3],
])('measures %s', (text, depth, entries) =>
  expect(scan(text)).toMatchObject({ ok: true, scan: { depth, entries } }),
);

it('tells where the elements of the outermost list end', () => {
  expect(scan('[1, {"a":[2,3]},4]')).toMatchObject({ scan: { marks: [0, 2, 15, 17] } });
});

it.each([
  ['[[[]]]', { depth: 2, entries: 9, values: 9 }, 'is nested deeper than 2 levels'],
  ['[1,2,3]', { depth: 9, entries: 2, values: 9 }, 'has a list or object with more than 2 entries'],
  ['[[],[],[]]', { depth: 9, entries: 9, values: 5 }, 'has more than 5 values'],
])('refuses %s', (text, limits, message) => expect(scan(text, limits)).toEqual({ ok: false, message }));

it.each(['', ']', '}}}', ']]][', '"', '"\\', ',,,', '\\"['])('survives %j', (text) =>
  expect(scan(text).ok).toBe(true),
);
