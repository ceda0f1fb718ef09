import { schemaBook } from '../../src/contracts/ajv-schema-book';
import { contentRef, isMadeOf, isOfRun, isRestrictedRef, restrictedRef } from '../../src/contracts/dataref';
import { exposedIn, exposedOf, exposedText, handlingOf } from '../../src/contracts/restricted';

const text = { type: 'string' };
const personal = { ...text, 'x-data-classification': 'personal' };
const seen = { ...text, 'x-exposed': true };

const book = schemaBook({
  'a/root@1': { type: 'object', 'x-data-classification': 'health', properties: { id: seen, rest: text } },
  'a/inside@1': {
    type: 'object',
    properties: {
      id: seen,
      people: { type: 'array', items: { type: 'object', properties: { name: personal } } },
    },
  },
  'a/refers@1': { type: 'object', properties: { id: seen, whole: { $ref: 'a/inside@1' } } },
  'a/same@1': { $ref: 'a/root@1' },
  'a/circle@1': { type: 'object', properties: { next: { $ref: 'a/circle@1' }, id: seen } },
  'a/both@1': { type: 'object', properties: { id: { ...personal, 'x-exposed': true } } },
  'a/open@1': { type: 'object', properties: { id: seen } },
});

it.each([
  ['marked at its root', 'a/root@1', true, ['id']],
  ['marked anywhere inside', 'a/inside@1', true, ['id']],
  ['that refers to one that is marked', 'a/refers@1', true, ['id']],
  ['that is another one', 'a/same@1', true, ['id']],
  ['that marks the same as exposed and as personal', 'a/both@1', true, []],
  ['that refers to itself', 'a/circle@1', false, []],
  ['without a mark', 'a/open@1', false, []],
  ['that nobody knows', 'a/none@1', false, []],
])('of a schema %s', (_, key, restricted, exposed) => {
  const handling = handlingOf(book, key);
  expect([handling.restricted, [...handling.exposed]]).toEqual([restricted, exposed]);
});

it('lets be seen what is exposed, and no more', () => {
  const handling = handlingOf(book, 'a/root@1');
  expect(exposedIn(handling, { id: '7', rest: 'hidden', other: 'hidden' })).toEqual({ id: '7' });
  for (const value of ['text', null, 7, [{ id: '7' }]]) expect(exposedIn(handling, value)).toEqual({});
});

it('travels as an attribute of printable ASCII', () => {
  const exposed = { id: 'Zoë \u0085 \u{1f600} \ud800 "quoted"\n' };
  const sent = exposedText(exposed);
  expect(sent).toMatch(/^[\x20-\x7e]*$/);
  expect(exposedOf({ dataexposed: sent })).toEqual(exposed);
  for (const dataexposed of ['[1]', 'null', '{', '7']) expect(exposedOf({ dataexposed })).toEqual({});
  expect(exposedOf({})).toEqual({});
});

it('knows its references from others, and whose they are', () => {
  const run = '0199a6d0-0000-8000-8000-000000000000';
  const bytes = Buffer.from('{}');
  const ref = restrictedRef(run, bytes);
  expect(isRestrictedRef(ref)).toBe(true);
  expect(isRestrictedRef(contentRef(run, bytes))).toBe(false);
  expect(isOfRun(ref, run)).toBe(true);
  expect(isOfRun(ref, '1199a6d0-0000-8000-8000-000000000000')).toBe(false);
  expect(isOfRun(`restricted/${run}/../other/${'0'.repeat(64)}`, run)).toBe(false);
  expect(isMadeOf(ref, bytes)).toBe(true);
  expect(isMadeOf(ref, Buffer.from('[]'))).toBe(false);
});
