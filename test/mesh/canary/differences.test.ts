import { differencesOf } from '../../../src/mesh/canary/differences';

const schemas = {
  'parcel@1': {
    type: 'object',
    properties: {
      state: { enum: ['sent', 'lost'] },
      insured: { type: 'boolean' },
      name: { type: 'string' },
      lines: {
        type: 'array',
        items: { type: 'object', properties: { id: { type: 'string' }, net: { type: 'number' } } },
      },
    },
    additionalProperties: true,
  },
};
const differences = (actual: unknown, next: unknown) =>
  differencesOf({ actual, next }, { key: 'parcel@1', schemas });

it('finds none where only the order of members differs', () =>
  expect(differences({ state: 'sent', name: 'x' }, { name: 'x', state: 'sent' })).toEqual([]));

it('tells both values where the schema lists them, or they are true or false', () =>
  expect(differences({ state: 'sent', insured: true }, { state: 'lost', insured: false })).toEqual([
    { pointer: '/state', kind: 'changed', told: { actual: 'sent', next: 'lost' } },
    { pointer: '/insured', kind: 'changed', told: { actual: true, next: false } },
  ]));

it('tells no value that a person may have written', () => {
  expect(differences({ name: 'Ada' }, { name: 'Grace' })).toEqual([{ pointer: '/name', kind: 'changed' }]);
  expect(differences({ state: 'sent' }, { state: 'to Ada' })).toEqual([
    { pointer: '/state', kind: 'changed' },
  ]);
});

it('tells no name that no schema gives', () =>
  expect(differences({ 'ada@example.org': 1 }, {})).toEqual([{ pointer: '/*', kind: 'missing' }]));

it('tells each place of a list once', () =>
  expect(
    differences(
      {
        lines: [
          { id: 'a', net: 1 },
          { id: 'b', net: 2 },
        ],
      },
      { lines: [{ id: 'a', net: 3 }, { id: 'b', net: 4 }, {}] },
    ),
  ).toEqual([
    { pointer: '/lines/*/net', kind: 'changed' },
    { pointer: '/lines/*', kind: 'added' },
  ]));
