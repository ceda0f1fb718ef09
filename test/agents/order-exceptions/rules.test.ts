import { detectionOf } from '../../../src/agents/order-exceptions/detect';
import { inForce } from '../../../src/agents/order-exceptions/policy';
import { decisionOf, rulingOf } from '../../../src/agents/order-exceptions/ruling';
import { orderOf } from './order';

const reasonsOf = (order: Parameters<typeof orderOf>[0]) =>
  detectionOf(orderOf(order), inForce).reasons.map(({ code }) => code);

it.each<[string, Parameters<typeof orderOf>[0], string[]]>([
  ['nothing', {}, []],
  ['all that is there', { line: { stock: 2 } }, []],
  ['one more than there is', { line: { stock: 1 } }, ['short-stock']],
  ['50 of an article', { line: { quantity: 50, stock: 50 }, total: '2950.00' }, []],
  ['51 of an article', { line: { quantity: 51, stock: 51 }, total: '3009.00' }, ['many-pieces']],
  ['40 percent of the list price', { line: { price: '23.60' } }, ['far-below-list']],
  ['a little more than that', { line: { price: '23.61' } }, []],
  ['what is free by the list', { line: { price: '0.00', listPrice: '0.00' } }, []],
  ['a total under its lines', { total: '117.99' }, ['total-below-lines']],
  ['another country', { shipTo: { country: 'AT', kind: 'home' } }, ['other-country']],
  ['a forwarder', { shipTo: { country: 'DE', kind: 'forwarder' } }, ['forwarder']],
  ['four orders within a day', { customer: { ordersToday: 4 } }, []],
  ['five orders within a day', { customer: { ordersToday: 5 } }, ['many-orders']],
  ['a declined payment', { customer: { declinedPayments: 1 } }, []],
  ['two declined payments', { customer: { declinedPayments: 2 } }, ['declined-payments']],
  ['a first order', { customer: { orders: 0 } }, ['first-order']],
])('finds in %s', (_, order, codes) => expect(reasonsOf(order)).toEqual(codes));

it('adds up to the cent', () => {
  const lines = Array.from({ length: 3 }, (_, at) => ({
    sku: `part-${at}`,
    quantity: 1,
    price: '0.10',
    listPrice: '0.10',
    stock: 1,
  }));
  expect(reasonsOf({ lines, total: '0.30' })).toEqual([]);
});

it('names the heaviest reason first, with its figures', () => {
  const { reasons, score, summary } = detectionOf(
    orderOf({ line: { stock: 0 }, customer: { orders: 0, declinedPayments: 2 } }),
    inForce,
  );
  expect(reasons).toEqual([
    { code: 'declined-payments', points: 50, text: '2 payments were declined within a day' },
    { code: 'first-order', points: 15, text: 'the first order of this customer' },
    { code: 'short-stock', points: 0, text: 'lamp: 2 ordered, 0 there' },
  ]);
  expect(score).toBe(65);
  expect(summary).toBe('SO-1, 118.00 EUR: it looks like fraud, and 1 article is short');
});

it.each([
  [39, false],
  [40, true],
])('holds from its score on: %d', (points, exceptional) => {
  const policy = { ...inForce, points: { ...inForce.points, 'first-order': points } };
  expect(detectionOf(orderOf({ customer: { orders: 0 } }), policy)).toMatchObject({ exceptional });
});

describe('the rule', () => {
  const on = (it: object) =>
    rulingOf({ currency: 'EUR', total: '100.00', score: 0, shortages: [], ...it }, inForce);
  const short = (leadDays: number) => [{ sku: 'lamp', missing: 1, leadDays }];

  it.each([
    ['a low score', { score: 99 }, 'release'],
    ['a high score', { score: 100 }, 'cancel'],
    ['a short wait', { shortages: short(10) }, 'release'],
    ['a long wait', { shortages: short(11) }, 'cancel'],
  ])('on %s', (_, it, decision) => expect(on(it)).toMatchObject({ by: 'rule', decision }));

  it.each([
    ['under the value', { total: '1999.99' }, 'rule'],
    ['of the value', { total: '2000.00' }, 'person'],
    ['of a currency without a value', { total: '1.00', currency: 'SEK' }, 'person'],
  ])('leaves to whom an order is %s', (_, it, by) => expect(on(it)).toMatchObject({ by }));

  it('yields to the person', () =>
    expect(decisionOf({ ruling: on({}), answer: { decision: 'rejected', comment: 'they called' } })).toEqual({
      decision: 'cancel',
      by: 'person',
      text: 'they called',
    }));
});
