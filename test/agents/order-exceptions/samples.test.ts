import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import expected from '../../../samples/orders/expected.json';
import { memoryOrders, orderExceptions } from '../../../src/agents/order-exceptions';
import { trial, type OrderOutcome } from '../../../src/kit';

const FOLDER = 'samples/orders';

it('lists every sample', () =>
  expect(expected.map(({ file }) => file)).toEqual(
    readdirSync(FOLDER)
      .filter((name) => /^\d.*\.json$/.test(name))
      .sort(),
  ));

it.each(expected)('$file is $status', async ({ file, waitsFor, status, by, reasons, effects }) => {
  const orders = memoryOrders();
  const data = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as object;
  const run = await trial(orderExceptions({ orders })).send('business.order.intent', data);
  if (waitsFor) await run.answer(waitsFor, { decision: 'approved' });
  const { reasons: given, ...output } = run.output as OrderOutcome;
  expect(output).toMatchObject({ status, ...(by !== undefined && { by }) });
  expect(given.map(({ code }) => code)).toEqual(reasons);
  expect(orders.effects.map(({ kind }) => kind).toSorted()).toEqual(effects);
  expect(run.letters).toEqual([]);
});

it('describes every sample to people', () => {
  const readme = readFileSync(join(FOLDER, 'README.md'), 'utf8');
  for (const { file, status } of expected) {
    const row = readme.split('\n').find((line) => line.includes(`| \`${file}\``));
    expect(row).toContain(status);
  }
});
