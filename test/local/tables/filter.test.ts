import { matches } from '../../../src/local/tables/filter/evaluate';
import { keyRangeOf } from '../../../src/local/tables/filter/key-range';
import { parseFilter } from '../../../src/local/tables/filter/parse';
import { keyBytes } from '../../../src/local/tables/keys';

const row = {
  PartitionKey: "it's",
  RowKey: 'r|1',
  n: 5,
  d: 2.5,
  s: 'text',
  flag: true,
  off: false,
  long: '9007199254740993',
  'long@odata.type': 'Edm.Int64',
  at: '2026-11-21T10:00:00.1234567Z',
  'at@odata.type': 'Edm.DateTime',
  id: 'AAAAAAAA-0000-0000-0000-000000000001',
  'id@odata.type': 'Edm.Guid',
  bytes: 'Af8=',
  'bytes@odata.type': 'Edm.Binary',
};

it.each([
  ["PartitionKey eq 'it''s'", true],
  ["PartitionKey eq 'its'", false],
  ["RowKey ge 'r|' and RowKey lt 'r}'", true],
  ['n eq 5', true],
  ['5 eq n', true],
  ['4 lt n', true],
  ['4 gt n', false],
  ['n eq 5L', true],
  ['n ne 4', true],
  ['n gt -1', true],
  ['d ge 2.5', true],
  ['d lt 2.50e0', false],
  ['long eq 9007199254740993L', true],
  ['long eq 9007199254740992L', false],
  ['flag eq true', true],
  ['flag', true],
  ['off', false],
  ['not off', true],
  ['not (n eq 5)', false],
  ["at eq datetime'2026-11-21T10:00:00.1234567Z'", true],
  ["at lt datetime'2026-11-21T10:00:00.1235Z'", true],
  ["at ge datetime'2026-11-21T11:00:00+01:00'", true],
  ["id eq guid'aaaaaaaa-0000-0000-0000-000000000001'", true],
  ["bytes eq X'01ff'", true],
  ["bytes eq binary'01FE'", false],
  ["s gt 'tex' and (n eq 4 or n eq 5)", true],
  // `and` binds closer than `or`.
  ["s eq 'text' or n eq 4 and n eq 3", true],
  ['n EQ 5 AND flag eq true', true],
  // What is not there, and what is of another kind, is neither equal nor different.
  ['missing eq 1', false],
  ['missing ne 1', false],
  ["n eq '5'", false],
  ["n ne '5'", false],
])('holds %s: %s', (filter, expected) => {
  expect(matches(parseFilter(filter), row)).toBe(expected);
});

it.each([
  ['n eq', 'it ends too early'],
  ['n 5', 'it goes on where it should end'],
  ['(n eq 5', 'it ends too early'],
  ['n eq 5 and', 'it ends too early'],
  ['n eq m', 'stands between a property and a value'],
  ["s eq 'open", 'it cannot be read from'],
  ['and', "'and' stands where"],
  ["at eq datetime'soon'", "'soon' is no time"],
  [`${'not '.repeat(1000)}flag`, 'it is too deep'],
])('refuses %s: %s', (filter, why) => {
  expect(() => parseFilter(filter)).toThrow(why);
});

describe('the keys that are read for a filter', () => {
  const range = (filter: string) => {
    const { from, until, exact } = keyRangeOf(parseFilter(filter));
    const text = (bytes: Buffer | undefined) => bytes?.toString('latin1');
    return {
      from: [text(from.pk), text(from.rk)],
      until: until && [text(until.pk), text(until.rk)],
      exact,
    };
  };

  it.each([
    ["PartitionKey eq 'p'", ['p', ''], ['p\0', ''], true],
    ["PartitionKey eq 'p' and RowKey eq 'r'", ['p', 'r'], ['p', 'r\0'], true],
    ["PartitionKey eq 'p' and RowKey ge 'a' and RowKey lt 'b'", ['p', 'a'], ['p', 'b'], true],
    ["PartitionKey eq 'p' and RowKey gt 'a' and n eq 1", ['p', 'a\0'], ['p\0', ''], false],
    ["PartitionKey ge 'a' and PartitionKey le 'b'", ['a', ''], ['b\0', ''], true],
    ["PartitionKey ge 'a' and RowKey eq 'r'", ['a', ''], undefined, false],
    ["RowKey eq 'r'", ['', ''], undefined, false],
    ["PartitionKey eq 'p' or n eq 1", ['', ''], undefined, false],
    ["not (PartitionKey eq 'p')", ['', ''], undefined, false],
    ["PartitionKey eq 'p' and RowKey ne 'r'", ['p', ''], ['p\0', ''], false],
  ])('%s', (filter, from, until, exact) => {
    expect(range(filter)).toEqual({ from, until, exact });
  });
});

it('orders keys as the service does: by their UTF-16 units', () => {
  const keys = ['', 'A', 'a', 'a|1', 'é', '\u{1f600}', '\uffee', '\u{10ffff}'];
  const bytes = keys.toSorted((one, other) => Buffer.compare(keyBytes(one), keyBytes(other)));
  expect(bytes).toEqual(keys.toSorted());
});
