import { compare, type Break } from '../../../src/contracts/changes/compare';
import type { Compatibility, Mode } from '../../../src/contracts/changes/modes';

const KEY = 'business.parcel.intent@1';

const by = (mode: Mode): Compatibility => ({
  modes: { intent: mode, public: mode, internal: mode, skill: mode },
  public: [],
  exceptions: {},
  breaks: [],
});

const breaks = (before: object, now: object, mode: Mode): readonly Break[] =>
  compare({ version: '1.2.0', schemas: { [KEY]: before } }, { [KEY]: now }, by(mode)).breaks;

type Case = [
  change: string,
  before: object,
  now: object,
  backward: string | undefined,
  forward: string | undefined,
];

const of = (x: object, rest: object = {}) => ({ type: 'object', properties: { x }, ...rest });
const closed = { additionalProperties: false };
const text = { type: 'string' };
const tagged = (k: object) => ({ type: 'object', required: ['k'], properties: { k } });

/** The table of docs/decisions/0034-contract-changes.md: what is said backward, and what forward; undefined is compatible. */
const RULES: Case[] = [
  [
    'optional member added, open',
    of(text),
    { ...of(text), properties: { x: text, y: text } },
    undefined,
    undefined,
  ],
  [
    'optional member added, closed',
    of(text, closed),
    { ...closed, type: 'object', properties: { x: text, y: text } },
    undefined,
    '/y is new',
  ],
  [
    'optional member added to a map whose values are of another type',
    { type: 'object', additionalProperties: { type: 'integer' } },
    of(text, { additionalProperties: { type: 'integer' } }),
    '/x may not be a whole number any more',
    '/x may be text now',
  ],
  [
    'required member added, open',
    { type: 'object' },
    of(text, { required: ['x'] }),
    '/x is required now',
    undefined,
  ],
  ['member removed, open', of(text), { type: 'object' }, undefined, undefined],
  [
    'member removed, closed',
    of(text, closed),
    { type: 'object', ...closed },
    '/x is not known any more',
    undefined,
  ],
  ['member required', of(text), of(text, { required: ['x'] }), '/x is required now', undefined],
  ['member optional', of(text, { required: ['x'] }), of(text), undefined, '/x may be missing now'],
  [
    'type widened',
    of({ type: 'integer' }),
    of({ type: 'number' }),
    undefined,
    '/x may be a number with decimals now',
  ],
  ['type narrowed', of({ type: ['string', 'null'] }), of(text), '/x may not be null any more', undefined],
  [
    'type changed',
    of(text),
    of({ type: 'integer' }),
    '/x may not be text any more',
    '/x may be a whole number now',
  ],
  [
    'type given',
    of({}),
    of(text),
    '/x may not be null, true or false, an object, a list or a number any more',
    undefined,
  ],
  ['enum grown', of({ enum: ['a'] }), of({ enum: ['a', 'b'] }), undefined, '/x may be "b" now'],
  ['enum shrunk', of({ enum: ['a', 'b'] }), of({ enum: ['a'] }), '/x may not be "b" any more', undefined],
  ['enum given', of(text), of({ type: 'string', enum: ['a'] }), '/x may only be "a" now', undefined],
  ['enum dropped', of({ type: 'string', enum: ['a'] }), of(text), undefined, '/x may be anything now'],
  [
    'const changed',
    of({ const: 'a' }),
    of({ const: 'b' }),
    '/x may not be "a" any more',
    '/x may be "b" now',
  ],
  ['const to enum', of({ const: 'a' }), of({ enum: ['a', 'b'] }), undefined, '/x may be "b" now'],
  [
    'maxLength tightened',
    of({ type: 'string', maxLength: 9 }),
    of({ type: 'string', maxLength: 5 }),
    'the limit maxLength 5 now, and had 9',
    undefined,
  ],
  [
    'maxLength widened',
    of({ type: 'string', maxLength: 5 }),
    of({ type: 'string', maxLength: 9 }),
    undefined,
    'beyond maxLength 5 now, up to 9',
  ],
  [
    'minimum said otherwise',
    of({ type: 'integer', minimum: 1 }),
    of({ type: 'integer', exclusiveMinimum: 0 }),
    undefined,
    undefined,
  ],
  ['minItems 0 given', of({ type: 'array' }), of({ type: 'array', minItems: 0 }), undefined, undefined],
  [
    'bound itself left out',
    of({ type: 'number', minimum: 1 }),
    of({ type: 'number', exclusiveMinimum: 1 }),
    'the limit exclusiveMinimum 1 now',
    undefined,
  ],
  [
    'object that was listed',
    of({ const: { a: 1 } }),
    of({ properties: { a: text } }),
    'cannot compare (properties)',
    '/x may be anything now',
  ],
  [
    'object that was listed beside text',
    of({ enum: [{ a: 1 }, 'b'] }),
    of({ type: ['object', 'string'], properties: { a: text } }),
    'cannot compare (properties)',
    '/x may be anything now',
  ],
  [
    'list of objects grown, and described',
    of({ enum: [{ a: 1 }] }),
    of({ enum: [{ a: 1 }, { a: 2 }], description: 'x' }),
    undefined,
    '/x may be {"a":2} now',
  ],
  [
    'limits that all listed numbers keep',
    of({ enum: [1, 5] }),
    of({ type: 'integer', minimum: 1, maximum: 5 }),
    undefined,
    '/x may be anything now',
  ],
  [
    'limit that leaves the least listed number out',
    of({ enum: [1, 5] }),
    of({ type: 'integer', exclusiveMinimum: 1, maximum: 5 }),
    'the limit exclusiveMinimum 1 now',
    '/x may be anything now',
  ],
  [
    'limit that leaves the greatest listed number out',
    of({ enum: [1, 5] }),
    of({ type: 'integer', minimum: 1, exclusiveMaximum: 5 }),
    'the limit exclusiveMaximum 5 now',
    '/x may be anything now',
  ],
  [
    'lengths that all listed texts keep',
    of({ enum: ['ab', 'äö'] }),
    of({ type: 'string', minLength: 2, maxLength: 2 }),
    undefined,
    '/x may be anything now',
  ],
  [
    'length that a listed text has not',
    of({ enum: ['ab', 'abc'] }),
    of({ type: 'string', maxLength: 2 }),
    'the limit maxLength 2 now',
    '/x may be anything now',
  ],
  [
    'a limit beside a looser one',
    of({ type: 'integer', minimum: 5, exclusiveMinimum: 0 }),
    of({ type: 'integer', minimum: 1 }),
    undefined,
    'beyond minimum 5 now',
  ],
  [
    'uniqueItems given',
    of({ type: 'array' }),
    of({ type: 'array', uniqueItems: true }),
    'may hold nothing twice',
    undefined,
  ],
  ['pattern given', of(text), of({ type: 'string', pattern: '^x' }), 'must match ^x now', undefined],
  [
    'pattern changed',
    of({ type: 'string', pattern: '^x' }),
    of({ type: 'string', pattern: '^y' }),
    'must match ^y now',
    'need not match ^x any more',
  ],
  [
    'pattern said in a part',
    of({ type: 'string', allOf: [{ pattern: '^x' }] }),
    of({ type: 'string', pattern: '^x' }),
    undefined,
    undefined,
  ],
  [
    'pattern for text, which may stand there now',
    of({ type: 'integer' }),
    of({ type: ['integer', 'string'], pattern: '^x' }),
    undefined,
    '/x may be text now',
  ],
  [
    'pattern that the values of a list match',
    of({ enum: ['xa'] }),
    of({ type: 'string', pattern: '^x' }),
    undefined,
    'may be anything now',
  ],
  [
    'pattern that one value of a list does not match',
    of({ enum: ['xa', 'b'] }),
    of({ type: 'string', pattern: '^x' }),
    'must match ^x now',
    'may be anything now',
  ],
  [
    'format given',
    of(text),
    of({ type: 'string', format: 'date' }),
    `must be in the format 'date' now`,
    undefined,
  ],
  [
    'format dropped',
    of({ type: 'string', format: 'date' }),
    of(text),
    undefined,
    `need not be in the format 'date'`,
  ],
  [
    'items narrowed',
    of({ type: 'array', items: {} }),
    of({ type: 'array', items: { type: ['object', 'array', 'number', 'boolean', 'null'] } }),
    '/x/* may not be text',
    undefined,
  ],
  [
    'form added',
    of({ anyOf: [text] }),
    of({ anyOf: [text, { type: 'null' }] }),
    undefined,
    'may have a form now',
  ],
  [
    'form removed',
    of({ anyOf: [text, { type: 'null' }] }),
    of({ anyOf: [text] }),
    'must have one of 1 forms now',
    undefined,
  ],
  [
    'types as forms',
    of({ type: ['string', 'null'] }),
    of({ anyOf: [text, { type: 'null' }] }),
    undefined,
    undefined,
  ],
  [
    'a number or nothing as forms',
    of({ type: ['number', 'null'] }),
    of({ anyOf: [{ type: 'number' }, { type: 'null' }] }),
    undefined,
    undefined,
  ],
  [
    'form added beside those that it cannot be mistaken for',
    { oneOf: [{ type: 'object', required: ['k'], properties: { k: { const: 1 } } }] },
    {
      oneOf: [
        { type: 'object', required: ['k'], properties: { k: { const: 1 } } },
        { type: 'object', required: ['k'], properties: { k: { const: 2 } } },
      ],
    },
    undefined,
    'may have a form now',
  ],
  [
    'form added that shares one of the values by which forms are told apart',
    { oneOf: [tagged({ enum: ['a', 'b'] })] },
    { oneOf: [tagged({ enum: ['a', 'b'] }), tagged({ enum: ['b', 'c'] })] },
    'must have one of 2 forms now',
    'may have a form now',
  ],
  [
    'form added that shares one of the forms by which forms are told apart',
    { oneOf: [tagged({ anyOf: [{ const: 'a' }, { const: 'b' }] })] },
    { oneOf: [tagged({ anyOf: [{ const: 'a' }, { const: 'b' }] }), tagged({ const: 'b' })] },
    'must have one of 2 forms now',
    undefined,
  ],
  [
    'form added that other kinds of values may be mistaken for',
    { oneOf: [{ required: ['k'], properties: { k: { const: 1 } } }] },
    {
      oneOf: [
        { required: ['k'], properties: { k: { const: 1 } } },
        { required: ['k'], properties: { k: { const: 2 } } },
      ],
    },
    'must have one of 2 forms now',
    'may have a form now',
  ],
  [
    'form added that may be mistaken for another',
    { oneOf: [of(text)] },
    { oneOf: [of(text), { type: 'object', properties: { y: text } }] },
    'must have one of 2 forms now',
    'may have a form now',
  ],
  ['closed', of(text), of(text, closed), 'takes no members any more', undefined],
  ['opened', of(text, closed), of(text), undefined, 'may have members now'],
  [
    'a part named by $ref',
    of(text),
    { type: 'object', properties: { x: { $ref: '#/$defs/t' } }, $defs: { t: text } },
    undefined,
    undefined,
  ],
  [
    'what $ref leads to',
    { type: 'object', properties: { x: { $ref: '#/$defs/t' } }, $defs: { t: text } },
    { type: 'object', properties: { x: { $ref: '#/$defs/t' } }, $defs: { t: { type: 'null' } } },
    '/x may not be text any more',
    '/x may be null now',
  ],
  ['title and description', of({ ...text, title: 'X', description: 'x' }), of(text), undefined, undefined],
  [
    'words for those who show it',
    of(text),
    of({ ...text, readOnly: true, default: 'a', examples: ['b'], deprecated: true, $comment: 'c' }),
    undefined,
    undefined,
  ],
  [
    'the order of values and of names',
    of({ enum: ['a', 'b'] }, { required: ['x', 'y'] }),
    of({ enum: ['b', 'a'] }, { required: ['y', 'x'] }),
    undefined,
    undefined,
  ],
  [
    'an enum as forms',
    of({ enum: ['a', 'b'] }),
    of({ oneOf: [{ const: 'a' }, { const: 'b' }] }),
    undefined,
    undefined,
  ],
  [
    'required member removed, open',
    of(text, { required: ['x'] }),
    { type: 'object' },
    undefined,
    '/x may be missing now',
  ],
  [
    'required member removed, closed',
    of(text, { required: ['x'], ...closed }),
    { type: 'object', ...closed },
    '/x is not known any more',
    '/x may be missing now',
  ],
  [
    'required member added, closed',
    { type: 'object', ...closed },
    of(text, { required: ['x'], ...closed }),
    '/x is required now',
    '/x is new',
  ],
  [
    'a word that is not compared',
    of(text),
    of({ type: 'string', contentEncoding: 'base64' }),
    'cannot compare (contentEncoding)',
    'cannot compare (contentEncoding)',
  ],
  [
    'x-data-classification given',
    of(text),
    of(text, { 'x-data-classification': 'personal' }),
    'do not see it any more',
    'do not see it any more',
  ],
  [
    'x-data-classification dropped',
    of(text, { 'x-data-classification': 'personal' }),
    of(text),
    'were promised',
    'were promised',
  ],
  ['x-exposed given', of(text), of({ ...text, 'x-exposed': true }), 'were promised', 'were promised'],
  [
    'x-exposed dropped',
    of({ ...text, 'x-exposed': true }),
    of(text),
    'do not see it any more',
    'do not see it any more',
  ],
];

const said = (found: readonly Break[]): string[] => found.map(({ breaks: sentence }) => sentence);
const expected = (text: string | undefined) => (text === undefined ? [] : [expect.stringContaining(text)]);

describe.each(RULES)('%s', (_, before, now, backward, forward) => {
  it('for what was right before', () =>
    expect(said(breaks(before, now, 'backward'))).toEqual(expected(backward)));
  it('for those who read what is right now', () =>
    expect(said(breaks(before, now, 'forward'))).toEqual(expected(forward)));
});

it('full is both', () => {
  const pair = [of({ enum: ['a'] }), of({ enum: ['b'] })] as const;
  expect(said(breaks(...pair, 'full'))).toEqual([
    ...said(breaks(...pair, 'backward')),
    ...said(breaks(...pair, 'forward')),
  ]);
});

it('full tells once what cannot be compared either way', () => {
  const found = breaks(of(text), of({ ...text, contentEncoding: 'base64' }), 'full');
  expect(said(found)).toEqual([expect.stringContaining('cannot compare (contentEncoding)')]);
});

it('none says nothing', () => expect(breaks(of(text), of({ type: 'null' }), 'none')).toEqual([]));

it('compares schemas that stand in themselves', () => {
  const tree = (leaf: object) => ({
    type: 'object',
    properties: { leaf, children: { type: 'array', items: { $ref: '#' } } },
  });
  expect(breaks(tree(text), tree(text), 'full')).toEqual([]);
  expect(said(breaks(tree(text), tree({ type: 'null' }), 'backward'))).toEqual([
    expect.stringContaining('/leaf may not be text any more'),
  ]);
});

describe('a declared break', () => {
  const inner = (x: object) => of({ type: 'object', properties: { y: x }, required: ['y'] });
  const before = inner(text);
  const now = inner({ type: 'integer' });
  const compared = (...declared: readonly { schema?: string; pointer: string; release?: string }[]) =>
    compare(
      { version: '1.2.0', schemas: { [KEY]: before } },
      { [KEY]: now },
      {
        ...by('backward'),
        breaks: declared.map((one) => ({ schema: KEY, release: '1.2.0', reason: 'agreed', ...one })),
      },
    );

  it.each(['/x/y', '/x', ''])('covers what is at or below %p', (pointer) => {
    const { breaks: found, idle } = compared({ pointer });
    expect(found.map(({ pointer: at, declared }) => [at, declared])).toEqual([['/x/y', 'agreed']]);
    expect(idle).toEqual([]);
  });

  it.each([
    ['another place', { pointer: '/z' }],
    ['a place whose name begins alike', { pointer: '/x/y2' }],
    ['half a name', { pointer: '/x/' }],
    ['another schema', { pointer: '/x', schema: 'business.letter.intent@1' }],
    ['another release', { pointer: '/x', release: '1.1.0' }],
  ])('of %s covers nothing, and is to be removed', (_, declared) => {
    const { breaks: found, idle } = compared(declared);
    expect(found.map(({ declared: reason }) => reason)).toEqual([undefined]);
    expect(idle).toHaveLength(1);
  });

  it('is to be removed alone, where another one covers something', () =>
    expect(compared({ pointer: '/x' }, { pointer: '/z' }).idle.map(({ pointer }) => pointer)).toEqual([
      '/z',
    ]));
});
