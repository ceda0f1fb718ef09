import { Ajv2020 } from 'ajv/dist/2020.js';
import { invoiceTriage, memoryLedger } from '../../../src/agents/invoice-triage';
import { inForce, limitOf, policyOf } from '../../../src/agents/invoice-triage/policy';
import schema from '../../../src/agents/invoice-triage/policy.schema.json';

const good = policyOf(inForce);
const faultsOf = (changes: object): string => {
  try {
    policyOf({ ...good, ...changes });
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
};

it('is checked by a schema that is one', () =>
  expect(new Ajv2020({ strict: true }).validateSchema(schema)).toBe(true));

it('is right as it is in force', () => expect(faultsOf({})).toBe('none'));

it.each<[string, object, string]>([
  [
    'an amount as a number',
    { limits: { EUR: 10_000 } },
    '/limits/EUR must be an amount in quotes, with two decimals, such as "10000.00", and is 10000',
  ],
  [
    'an amount with a comma',
    { limits: { EUR: '10,000.00' } },
    '/limits/EUR must be an amount in quotes, with two decimals, such as "10000.00", and is "10,000.00"',
  ],
  ['a currency in small letters', { limits: { eur: '1.00' } }, '/limits: "eur" is no currency such as EUR'],
  [
    'a supplier by its name alone',
    { suppliers: { Lampen: { limits: {} } } },
    '/suppliers: "Lampen" is no supplier such as vat:DE123456789',
  ],
  [
    'a limit of a supplier that is no amount',
    { suppliers: { 'vat:DE1': { limits: { EUR: '5' } } } },
    '/suppliers/vat:DE1/limits/EUR must be an amount',
  ],
  ['a member that is missing', { highFrom: undefined }, '/ lacks "highFrom"'],
  ['a member that is mistyped', { hihgFrom: 3 }, '/hihgFrom is not known'],
  ['a threshold of zero', { highFrom: 0 }, '/highFrom must be >= 1, and is 0'],
  [
    'two documents as what is usual',
    { usual: { ...good.usual, documents: 2 } },
    '/usual/documents must be >= 3',
  ],
  ['a risk that is missing', { points: { 'no-order': 5 } }, '/points lacks "over-limit"'],
  [
    'a risk that nobody knows',
    { points: { ...good.points, mood: 5 } },
    '/points/mood is no risk that is known',
  ],
])('refuses %s', (_, changes, message) => expect(faultsOf(changes)).toContain(message));

it('names all faults at once', () =>
  expect(faultsOf({ highFrom: 0, limits: { EUR: '1' } })).toMatch(
    /policy\.json\) is wrong: .*highFrom.*;|;.*highFrom/,
  ));

it('lets no agent start with a wrong one', () =>
  expect(() => invoiceTriage({ ledger: memoryLedger(), policy: policyOf({ ...good, farOver: 1 }) })).toThrow(
    '/farOver',
  ));

it.each([
  ['vat:DE1', 'EUR', '9.00'],
  ['vat:DE1', 'SEK', '70.00'],
  ['vat:DE2', 'EUR', '5.00'],
  ['vat:DE1', 'GBP', undefined],
  ['constructor', 'toString', undefined],
])('limitOf %s in %s is %s', (supplier, currency, limit) =>
  expect(
    limitOf(
      {
        ...good,
        limits: { EUR: '5.00', SEK: '70.00' },
        suppliers: { 'vat:DE1': { limits: { EUR: '9.00' } } },
      },
      { supplier, currency },
    ),
  ).toBe(limit),
);
