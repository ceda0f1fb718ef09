import { readFileSync } from 'node:fs';
import { invoiceTriage, memoryLedger } from '../../../src/agents/invoice-triage';
import type { Ledger } from '../../../src/agents/invoice-triage';
import { everyCrash, RetryableError, trial } from '../../../src/kit';
import type { TrialOptions } from '../../../src/kit';
import type { InvoiceDecision } from '../../../src/agents/invoice-triage/types';
import { invoiceXml } from './documents';

const TYPE = 'business.invoice.intent';
const right = { document: invoiceXml() };
const wrong = {
  document: invoiceXml().replace(
    '<cbc:PayableAmount currencyID="EUR">119',
    '<cbc:PayableAmount currencyID="EUR">118',
  ),
};
const highRisk = { document: readFileSync('samples/invoices/09-invoice-high-risk.xml', 'utf8') };

const sent = async (data: object, options: TrialOptions = {}, ledger = memoryLedger()) => ({
  run: await trial(invoiceTriage({ ledger }), options).send(TYPE, data),
  numbers: () => ledger.entries.map(({ number }) => number),
});

it('books what is right and of low risk, and asks nobody', async () => {
  const { run, numbers } = await sent(right);
  expect(run.steps).toEqual({
    extract: 'completed',
    validate: 'completed',
    'check-duplicate': 'completed',
    'score-risk': 'completed',
    approve: 'skipped',
    post: 'completed',
    decide: 'completed',
  });
  expect(run.output).toMatchObject({ decision: 'posted', entry: 'entry-1', number: 'R-1', amount: '119.00' });
  expect(numbers()).toEqual(['R-1']);
});

it('books nothing that is wrong, and says by which rule', async () => {
  const { run, numbers } = await sent(wrong);
  expect(run).toMatchObject({ status: 'completed', steps: { approve: 'skipped', post: 'skipped' } });
  expect(run.output).toMatchObject({ decision: 'rejected', reasons: [{ code: 'BR-CO-16' }, {}, {}, {}] });
  expect(numbers()).toEqual([]);
});

it('books a document once, though it comes again as another intent', async () => {
  const ledger = memoryLedger();
  const mesh = trial(invoiceTriage({ ledger }));
  await mesh.send(TYPE, right);
  const again = await mesh.send(TYPE, right);
  expect(again.output).toMatchObject({ decision: 'rejected', reasons: [{ code: 'duplicate' }, {}, {}] });
  expect(ledger.entries).toHaveLength(1);
});

it('books a document once, though two intents of it were found to be the first and both approved', async () => {
  const ledger = memoryLedger();
  const mesh = trial(invoiceTriage({ ledger }));
  const [one, other] = [await mesh.send(TYPE, highRisk), await mesh.send(TYPE, highRisk)];
  await one.answer('approve', { decision: 'approved' });
  await other.answer('approve', { decision: 'approved' });
  expect(one.output).toMatchObject({ decision: 'posted' });
  const { reasons } = other.output as InvoiceDecision;
  expect(other).toMatchObject({ status: 'completed', output: { decision: 'rejected' } });
  expect(reasons[0]).toMatchObject({ code: 'duplicate', text: 'It is booked already, as entry-1' });
  expect(ledger.entries).toHaveLength(1);
});

describe('a document of high risk', () => {
  it('waits for a person, who is told why', async () => {
    const { run, numbers } = await sent(highRisk);
    expect(run.status).toBe('waiting');
    const task = run.view.steps.find(({ step }) => step === 'approve');
    expect(task).toMatchObject({ status: 'waiting' });
    expect(numbers()).toEqual([]);
  });
  it('is booked when the person approves', async () => {
    const { run, numbers } = await sent(highRisk);
    await run.answer('approve', { decision: 'approved', comment: 'I called them' });
    expect(run.output).toMatchObject({ decision: 'posted', comment: 'I called them' });
    expect(numbers()).toEqual(['1107']);
  });
  it('is not booked when the person declines', async () => {
    const { run, numbers } = await sent(highRisk);
    await run.answer('approve', { decision: 'rejected', comment: 'not ours' });
    expect(run).toMatchObject({ status: 'completed', steps: { post: 'skipped' } });
    expect(run.output).toMatchObject({
      decision: 'declined',
      reasons: [{ code: 'declined', text: 'A person declined it: not ours' }, {}, {}, {}, {}, {}, {}],
    });
    expect(numbers()).toEqual([]);
  });
  it('is never asked about when it is wrong as well', async () => {
    const { run } = await sent({
      document: highRisk.document.replace(/(PayableAmount[^>]*>)84000/, '$184001'),
    });
    expect(run.output).toMatchObject({ decision: 'rejected', level: 'reject' });
  });
});

it.each([
  ['text that is no XML', 'Please pay 100 EUR', 'document-not-xml'],
  [
    'an order',
    '<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>',
    'document-not-an-invoice',
  ],
  ['an invoice without a number', invoiceXml({ number: '' }), 'document-incomplete'],
])('fails for a business reason, and leaves no dead letter, with %s', async (_, document, code) => {
  const { run } = await sent({ document });
  expect(run).toMatchObject({ status: 'failed', failure: { step: 'extract', code }, letters: [] });
});

it('reads an invoice whose facts are too large to travel with their events', async () => {
  const line = (id: number) =>
    `<cac:InvoiceLine><cbc:ID>${id}</cbc:ID><cbc:InvoicedQuantity unitCode="H87">4</cbc:InvoicedQuantity><cbc:LineExtensionAmount>100.00</cbc:LineExtensionAmount><cac:Item><cbc:Name>Lamp ${'x'.repeat(200)}</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent></cac:ClassifiedTaxCategory></cac:Item><cac:Price><cbc:PriceAmount>25</cbc:PriceAmount></cac:Price></cac:InvoiceLine>`;
  const amount = (name: string, value: string) => `<cbc:${name} currencyID="EUR">${value}</cbc:${name}>`;
  const document = invoiceXml({
    lines: Array.from({ length: 200 }, (_, at) => line(at + 1)).join(''),
    vat: `<cac:TaxTotal>${amount('TaxAmount', '3800.00')}<cac:TaxSubtotal>${amount('TaxableAmount', '20000.00')}${amount('TaxAmount', '3800.00')}<cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>`,
    totals: `<cac:LegalMonetaryTotal>${amount('LineExtensionAmount', '20000.00')}${amount('TaxExclusiveAmount', '20000.00')}${amount('TaxInclusiveAmount', '23800.00')}${amount('PrepaidAmount', '23000.00')}${amount('PayableAmount', '800.00')}</cac:LegalMonetaryTotal>`,
  });
  const { run, numbers } = await sent({ document });
  expect(run.output).toMatchObject({ decision: 'posted', amount: '800.00' });
  expect(numbers()).toEqual(['R-1']);
});

describe('with a ledger that books whatever it is told', () => {
  it.each<TrialOptions>([
    { deliver: 'twice' },
    ...Array.from({ length: 20 }, (_, seed) => ({ deliver: 'shuffled', seed }) as const),
  ])('books once when events are delivered as %j', async (options) => {
    const { run, numbers } = await sent(right, options);
    expect(run.output).toMatchObject({ decision: 'posted' });
    expect(numbers()).toEqual(['R-1']);
  });

  it('books once when the process dies after the booking, before anybody learns of it', async () => {
    const { run, numbers } = await sent(right, { crashAt: 'post' });
    expect(run.output).toMatchObject({ decision: 'posted', entry: 'entry-1' });
    expect(numbers()).toEqual(['R-1']);
  });

  it('books once wherever the process dies', () =>
    everyCrash(async (crash) => {
      const { run, numbers } = await sent(right, crash);
      expect(run).toMatchObject({ status: 'completed', letters: [], output: { decision: 'posted' } });
      expect(numbers()).toEqual(['R-1']);
      return run;
    }));

  it('books once when the answer to a booking is lost', async () => {
    const ledger = memoryLedger();
    let isLost = false;
    const losing: Ledger = {
      ...ledger,
      book: async (entry, options) => {
        const booked = await ledger.book(entry, options);
        if (isLost) return booked;
        isLost = true;
        throw new RetryableError('ledger-unavailable', 'no answer');
      },
    };
    const run = await trial(invoiceTriage({ ledger: losing })).send(TYPE, right);
    expect(run.output).toMatchObject({ decision: 'posted', entry: 'entry-1' });
    expect(ledger.entries).toHaveLength(1);
  });

  it('comes back when the ledger is away', async () => {
    const ledger = memoryLedger();
    let asked = 0;
    const away: Ledger = {
      ...ledger,
      find: async (supplier, document) => {
        if (++asked < 6) throw new RetryableError('ledger-unavailable', 'no answer');
        return ledger.find(supplier, document);
      },
    };
    const run = await trial(invoiceTriage({ ledger: away })).send(TYPE, right);
    expect(run).toMatchObject({ status: 'completed', letters: [] });
    expect(ledger.entries).toHaveLength(1);
  });
});
