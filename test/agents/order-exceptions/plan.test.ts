import { memoryOrders, orderExceptions } from '../../../src/agents/order-exceptions';
import {
  BusinessFailure,
  everyCrash,
  trial,
  type SendOptions,
  type TaskCreated,
  type TrialOptions,
  type TrialRun,
} from '../../../src/kit';
import { orderOf } from './order';

const INTENT = 'business.order.intent';
const short = orderOf({ line: { stock: 0 } });
const unsupplied = orderOf({
  lines: [{ sku: 'lamp', quantity: 2, price: '59.00', listPrice: '59.00', stock: 0 }],
});
const large = orderOf({ total: '9000.00', line: { stock: 0 } });

const sent = async (data: object, options?: TrialOptions, how?: SendOptions) => {
  const orders = memoryOrders();
  const run = await trial(orderExceptions({ orders }), options).send(INTENT, data, how);
  return { run, orders, done: () => orders.effects.map(({ kind }) => kind).toSorted() };
};

it('leaves an ordinary order alone', async () => {
  const { run, done } = await sent(orderOf());
  expect(run.output).toMatchObject({ status: 'ordinary', reasons: [] });
  expect(run.steps).toMatchObject({ hold: 'skipped', restock: 'skipped', release: 'skipped' });
  expect(done()).toEqual([]);
});

it('holds an order before anything else is done about it', async () => {
  const { run, orders } = await sent(short);
  expect(orders.effects[0]).toMatchObject({ kind: 'hold', order: 'SO-1' });
  expect(run.steps).toMatchObject({ approve: 'skipped', cancel: 'skipped', 'report-restock': 'skipped' });
  expect(run.output).toMatchObject({ status: 'released', by: 'rule', text: 'all is there in 3 days' });
});

it('restocks and tells the customer side by side: both follow the hold', async () => {
  const { run } = await sent(short);
  const causeOf = (step: string) =>
    run.events.find(({ type, id }) => type.endsWith('task.created') && id.includes(`.${step}.`))?.causationid;
  expect(causeOf('restock')).toContain('.hold.');
  expect(causeOf('notify-customer')).toBe(causeOf('restock'));
});

it('keeps an order on hold that cannot be restocked, and tells people', async () => {
  const { run, done, orders } = await sent(unsupplied);
  expect(run).toMatchObject({
    status: 'completed',
    letters: [],
    steps: { restock: 'failed', 'report-restock': 'completed', rule: 'skipped', release: 'skipped' },
  });
  expect(run.output).toMatchObject({ status: 'held' });
  expect(done()).toEqual(['hold', 'notify', 'report']);
  expect(orders.effects.find(({ kind }) => kind === 'report')).toMatchObject({
    text: expect.stringContaining('nobody supplies lamp'),
  });
});

it('tells people of each article that cannot be restocked, and says so at the end', async () => {
  const line = (sku: string, leadDays?: number) => ({
    sku,
    quantity: 2,
    price: '59.00',
    listPrice: '59.00',
    stock: 0,
    ...(leadDays !== undefined && { leadDays }),
  });
  const lines = [line('lamp'), line('desk', 3), line('chair')];
  const { run, orders, done } = await sent(orderOf({ lines, total: '354.00' }));
  expect(done()).toEqual(['hold', 'notify', 'report', 'report', 'restock']);
  const reports = orders.effects.flatMap((effect) => (effect.kind === 'report' ? [effect.text] : []));
  expect(reports).toEqual(['nobody supplies lamp any more', 'nobody supplies chair any more']);
  expect(run.output).toMatchObject({
    status: 'held',
    text: `${reports.join(', ')}: it stays on hold, and the order desk was told`,
  });
});

it('goes on though the customer cannot be told, and says so to people', async () => {
  const orders = memoryOrders();
  const silent: typeof orders = {
    ...orders,
    does: async (effect, options) => {
      if (effect.kind === 'notify') throw new BusinessFailure('unreachable', 'the address does not exist');
      return orders.does(effect, options);
    },
  };
  const run = await trial(orderExceptions({ orders: silent })).send(INTENT, short);
  expect(run.output).toMatchObject({ status: 'released' });
  expect(run.steps).toMatchObject({ 'notify-customer': 'failed', 'report-notice': 'completed' });
});

describe('an order above the value', () => {
  it('waits for a person, on hold', async () => {
    const { run, done } = await sent(large);
    expect(run.status).toBe('waiting');
    expect(done()).toEqual(['hold', 'notify', 'restock']);
  });
  it.each([
    ['approved', 'released', 'release'],
    ['rejected', 'cancelled', 'cancel'],
  ])('when %s is %s', async (decision, status, effect) => {
    const { run, done } = await sent(large);
    await run.answer('approve', { decision, comment: 'I called them' });
    expect(run.output).toMatchObject({ status, by: 'person', text: 'I called them' });
    expect(done()).toContain(effect);
  });
  it('goes before others from when its value is known', async () => {
    const { run } = await sent(large);
    await run.answer('approve', { decision: 'approved' });
    expect(prioritiesOf(run)).toEqual({
      detect: undefined,
      ...Object.fromEntries(LATER.map((step) => [step, 'high'])),
    });
  });
});

const LATER = ['hold', 'restock', 'notify-customer', 'rule', 'decide', 'release', 'conclude'];

/** Of each task that a worker got. */
const prioritiesOf = (run: TrialRun) =>
  Object.fromEntries(
    run.events
      .filter(({ type }) => type.endsWith('task.created'))
      .map(({ data, priority }) => [(data as TaskCreated).step, priority]),
  );

describe('an order under the value', () => {
  it.each([undefined, 'low', 'high'] as const)('travels as its sender says: %s', async (priority) => {
    const { run } = await sent(short, {}, { ...(priority && { priority }) });
    expect(new Set(Object.values(prioritiesOf(run)))).toEqual(new Set([priority]));
  });
});

const ALL = ['hold', 'notify', 'release', 'restock'];

it.each<TrialOptions>([
  { deliver: 'twice' },
  ...Array.from({ length: 10 }, (_, seed) => ({ deliver: 'shuffled', seed }) as const),
])('does each thing once when events are delivered as %j', async (options) => {
  const { run, done, orders } = await sent(short, options);
  expect(run.status).toBe('completed');
  expect([done(), orders.calls]).toEqual([ALL, ALL.length]);
});

it('does each thing once wherever the process dies', () =>
  everyCrash(async (crash) => {
    const { run, done } = await sent(short, crash);
    expect(run).toMatchObject({ status: 'completed', letters: [] });
    expect(done()).toEqual(ALL);
    return run;
  }));

it('reports once wherever the process dies', () =>
  everyCrash(async (crash) => {
    const { run, done } = await sent(unsupplied, crash);
    expect(run.output).toMatchObject({ status: 'held' });
    expect(done()).toEqual(['hold', 'notify', 'report']);
    return run;
  }));

it('listens to a person once wherever the process dies', () =>
  everyCrash(async (crash) => {
    const { run, done } = await sent(large, crash);
    await run.answer('approve', { decision: 'rejected' });
    expect(done()).toEqual(['cancel', 'hold', 'notify', 'restock']);
    return run;
  }));
