import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { invoiceTriage, memoryLedger } from '../../../src/agents/invoice-triage';
import type { InvoiceDecision } from '../../../src/agents/invoice-triage/types';
import { trial } from '../../../src/kit';
import expected from '../../../samples/invoices/expected.json';

const FOLDER = 'samples/invoices';
const intentOf = (fileName: string) => ({
  document: readFileSync(join(FOLDER, fileName)).toString('base64'),
  encoding: 'base64',
  fileName,
});
const ledger = memoryLedger();
const mesh = trial(invoiceTriage({ ledger }));

it('lists every sample, in the order in which they are sent', () =>
  expect(expected.map(({ file }) => file)).toEqual(
    readdirSync(FOLDER)
      .filter((name) => name.endsWith('.xml'))
      .sort(),
  ));

// One after the other, into one ledger: some of them are about others.
describe.each(expected)(
  '$file',
  ({ file, status, waitsFor, failure, after: _after, reasons, ...decision }) => {
    it(`is ${decision.decision ?? failure}`, async () => {
      const run = await mesh.send('business.invoice.intent', intentOf(file));
      expect(run.status).toBe(status);
      expect(run.letters).toEqual([]);
      if (waitsFor) await run.answer(waitsFor, { decision: 'approved' });
      if (failure) {
        expect(run.failure).toMatchObject({ step: 'extract', code: failure });
        return;
      }
      const { reasons: given, ...output } = run.output as InvoiceDecision;
      expect(output).toMatchObject(decision);
      expect(given.map(({ code }) => code)).toEqual(reasons);
    });
  },
);

it('left each posted document in the ledger once, and no other', () =>
  expect(ledger.entries.map(({ number }) => number)).toEqual(
    expected.filter(({ decision }) => decision === 'posted').map(({ number }) => number),
  ));

it('describes every sample to people', () => {
  const readme = readFileSync(join(FOLDER, 'README.md'), 'utf8');
  for (const { file, decision } of expected) {
    const row = readme.split('\n').find((line) => line.includes(`| \`${file}\``));
    expect(row).toContain(decision ?? 'fails');
  }
});
