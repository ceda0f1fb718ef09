import { schemaBook } from '../../src/contracts/ajv-schema-book';

const book = schemaBook({
  'shop/order@1': {
    $id: 'shop/order@1',
    type: 'object',
    additionalProperties: false,
    required: ['id', 'lines'],
    properties: {
      id: { type: 'string', minLength: 1, maxLength: 5 },
      'a/b~c': { type: 'string' },
      lines: { type: 'array', minItems: 1, maxItems: 2, items: { $ref: 'shop/line@1' } },
      lane: { enum: ['fast', 'slow'] },
      kind: { const: 'order' },
      at: { type: 'string', format: 'date-time' },
      code: { type: 'string', pattern: '^[A-Z]+$' },
      share: { type: 'number', minimum: 0, maximum: 1 },
      pay: {
        oneOf: [
          {
            type: 'object',
            required: ['card'],
            additionalProperties: false,
            properties: { card: { type: 'string' } },
          },
          {
            type: 'object',
            required: ['iban'],
            additionalProperties: false,
            properties: { iban: { type: 'string' } },
          },
        ],
      },
    },
  },
  'shop/line@1': {
    $id: 'shop/line@1',
    type: 'object',
    additionalProperties: false,
    required: ['sku'],
    properties: { sku: { $ref: '#/$defs/sku' } },
    $defs: { sku: { type: 'string', 'x-exposed': true } },
  },
});
const right = { id: '1', lines: [{ sku: 'x' }] };

describe('faults', () => {
  it('finds none in what fits', () => expect(book.faults('shop/order@1', right)).toEqual([]));

  it.each([
    ['a member that is missing', { lines: [{ sku: 'x' }] }, '/id', "'id' is missing"],
    [
      'a surplus member',
      { ...right, 'x/y': 1 },
      '/x~1y',
      "'x/y' is not known here; check its spelling, or leave it out",
    ],
    ['a member inside another schema', { id: '1', lines: [{}] }, '/lines/0/sku', "'sku' is missing"],
    ['a local reference', { id: '1', lines: [{ sku: 1 }] }, '/lines/0/sku', 'must be text, and is 1'],
    ['a name with a slash', { ...right, 'a/b~c': 1 }, '/a~1b~0c', 'must be text, and is 1'],
    ['an empty text', { ...right, id: '' }, '/id', 'must not be empty'],
    ['a long text', { ...right, id: '123456' }, '/id', 'must have at most 5 characters'],
    ['too few items', { ...right, lines: [] }, '/lines', 'must have at least 1 item(s)'],
    [
      'too many items',
      { ...right, lines: [1, 2, 3].map(() => ({ sku: 'x' })) },
      '/lines',
      'must have at most 2 item(s)',
    ],
    ['a wrong word', { ...right, lane: 'fats' }, '/lane', 'must be one of "fast", "slow", and is "fats"'],
    ['a wrong constant', { ...right, kind: 'x' }, '/kind', 'must be "order", and is "x"'],
    [
      'a wrong time',
      { ...right, at: '1.1.2026' },
      '/at',
      'must be a date and time with its offset, such as 2026-11-21T10:00:00Z, and is "1.1.2026"',
    ],
    ['a wrong pattern', { ...right, code: 'a' }, '/code', 'must match the pattern ^[A-Z]+$, and is "a"'],
    ['a small number', { ...right, share: -1 }, '/share', 'must be at least 0, and is -1'],
    ['a large number', { ...right, share: 2 }, '/share', 'must be at most 1, and is 2'],
    [
      'a choice',
      { ...right, pay: {} },
      '/pay',
      'fits none of the forms that are allowed here, or more than one',
    ],
    ['the whole', null, '', 'must be an object, and is null'],
  ])('points at %s', (_, value, pointer, message) => {
    expect(book.faults('shop/order@1', value)).toEqual([{ pointer, message }]);
  });

  it('tells all faults at once', () => {
    expect(book.faults('shop/order@1', { share: 2 }).map(({ pointer }) => pointer)).toEqual([
      '/id',
      '/lines',
      '/share',
    ]);
  });
  it('cuts long values', () => {
    expect(book.faults('shop/order@1', { ...right, lane: 'x'.repeat(1000) })[0]!.message.length).toBeLessThan(
      120,
    );
  });
  it('tells at most fifty', () => {
    const surplus = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`m${index}`, 1]));
    expect(book.faults('shop/order@1', { ...right, ...surplus })).toHaveLength(50);
  });
  it('throws for a schema that is not there', () => {
    expect(() => book.faults('shop/nothing@1', {})).toThrow("there is no schema 'shop/nothing@1'");
    expect(() => book.faults('constructor', {})).toThrow("there is no schema 'constructor'");
  });
});

it('refuses a schema with a word that it does not know', () => {
  const typo = schemaBook({ 'a/b@1': { $id: 'a/b@1', type: 'object', propertees: {} } });
  expect(() => typo.faults('a/b@1', {})).toThrow('unknown keyword: "propertees"');
});

it('lists what it knows', () => {
  expect(book.keys()).toEqual(['shop/order@1', 'shop/line@1']);
  expect(book.has('shop/line@1')).toBe(true);
  expect(book.has('toString')).toBe(false);
  expect(book.schema('shop/line@1')).toMatchObject({ required: ['sku'] });
  expect(book.schema('toString')).toBeUndefined();
});

describe('conditions', () => {
  const high = { type: 'object', required: ['level'], properties: { level: { const: 'high' } } };
  it.each([
    [{ level: 'high' }, true],
    [{ level: 'low' }, false],
    [{}, false],
    [undefined, false],
  ])('on %j: %s', (value, expected) => expect(book.holds(high, value)).toBe(expected));
  it('may be many', () => {
    const answers = Array.from({ length: 1_100 }, (_, index) => book.holds({ const: index }, 1_099));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(book.holds({ const: 0 }, 0)).toBe(true);
  });
  it('are refused when they are no schema', () => expect(() => book.holds({ typ: 'object' }, {})).toThrow());
});
