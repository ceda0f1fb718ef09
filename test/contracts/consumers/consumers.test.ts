import { schemaBook } from '../../../src/contracts/ajv-schema-book';
import { consumerFaults, hold } from '../../../src/contracts/consumers';

// Those of this tree: test/contracts/changes/check.test.ts.
const book = schemaBook({});
const fits = (schema: unknown, value: unknown) => book.holds(schema as object, value);

describe('a consumer that does not get what it relies on', () => {
  const parcel = {
    type: 'object',
    required: ['state', 'lines'],
    properties: {
      state: { enum: ['sent', 'lost'] },
      note: { type: 'string' },
      seal: { type: 'object', properties: { by: {} }, allOf: [{ required: ['by'] }] },
      tags: { type: 'array', allOf: [{ items: { type: 'string' } }] },
      lines: {
        type: 'array',
        items: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } },
      },
      to: {
        oneOf: [
          { type: 'object', required: ['street'], properties: { street: { type: 'string' } } },
          { type: 'object', required: ['box'], properties: { box: { type: 'integer' } } },
        ],
      },
    },
  };
  const faults = (member: object, example: object = { state: 'sent', lines: [] }) =>
    hold({ fits, schemas: { 'parcel@1': parcel }, examples: { 'parcel@1': [example] } })(
      {
        name: 'the depot',
        owner: 'logistics',
        where: 'depot.ts',
        reads: [{ type: 'parcel', versions: [1], members: [member as never] }],
      },
      'contracts/consumers/depot.json',
    );

  it('is named with its owner, the place and what to do', () => {
    expect(faults({ pointer: '/state', values: { enum: ['sent'] } })).toMatchInlineSnapshot(`
     [
       "the depot (owner: logistics) relies on something else: /state of parcel@1 may be "lost", not only "sent". Give it as before, or ask the owner and then change contracts/consumers/depot.json.",
     ]
    `);
  });

  it.each([
    ['a place that is not there', { pointer: '/weight' }, 'parcel@1 does not name /weight'],
    ['a place in a list', { pointer: '/lines/*/name' }, 'does not name /lines/*/name'],
    ['a place that may be missing', { pointer: '/note', required: true }, '/note of parcel@1 may be missing'],
    [
      'a place that one form lacks',
      { pointer: '/to/street', required: true },
      '/to/street of parcel@1 may be missing',
    ],
    [
      'another type',
      { pointer: '/note', values: { type: 'integer' } },
      '/note of parcel@1 may be text, not only a whole number',
    ],
  ])('%s', (_, member, said) => {
    expect(faults(member)).toContainEqual(expect.stringContaining(said));
  });

  it('an example that says something else than its schema lets through', () => {
    const member = { pointer: '/lines/*/id', required: true, values: { type: 'string' } };
    expect(faults(member, { state: 'sent', lines: [{ id: 'a' }, {}] })).toEqual([
      expect.stringContaining('/lines/*/id of example 0 of parcel@1 is missing'),
    ]);
  });

  it.each([
    { pointer: '/state', required: true },
    { pointer: '/lines/*/id', required: true },
    { pointer: '/to/box' },
    { pointer: '/seal/by', required: true },
    { pointer: '/tags/*', values: { type: 'string' } },
  ])('is not one that reads $pointer', (member) => expect(faults(member)).toEqual([]));

  it('a version that is gone', () => {
    const consumer = {
      name: 'x',
      owner: 'x',
      where: 'x',
      reads: [{ type: 'parcel', versions: [2], members: [{ pointer: '/a' }] }],
    };
    expect(hold({ fits, schemas: {}, examples: {} })(consumer, 'x.json')).toEqual([
      expect.stringContaining('there is no parcel@2'),
    ]);
  });

  it('a file that does not say whom to ask is refused', () => {
    expect(
      consumerFaults({
        name: 'x',
        owner: ' ',
        where: 'y',
        reads: [{ type: 'a', members: [{ pointer: 'a' }] }],
      }),
    ).toEqual([
      expect.stringContaining('/owner is missing'),
      expect.stringContaining('/reads/0/members/0/pointer'),
    ]);
  });
});
