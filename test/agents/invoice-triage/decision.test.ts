import { decisionOf } from '../../../src/agents/invoice-triage/decision';
import type { InvoiceOutcome } from '../../../src/agents/invoice-triage/types';

const reached = (changes: Partial<InvoiceOutcome>): InvoiceOutcome => ({
  kind: 'invoice',
  supplier: 'Lampen GmbH',
  number: 'R-1',
  amount: '119.00',
  currency: 'EUR',
  level: 'low',
  score: 15,
  reasons: [{ code: 'new-supplier', points: 15, text: 'new' }],
  ...changes,
});

it.each<[InvoiceOutcome, object]>([
  [reached({ entry: 'entry-1' }), { decision: 'posted', entry: 'entry-1' }],
  [reached({ level: 'reject' }), { decision: 'rejected' }],
  [
    reached({ entry: 'entry-1', bookedBefore: true }),
    {
      decision: 'rejected',
      reasons: [{ code: 'duplicate', points: 0, text: 'It is booked already, as entry-1' }, {}],
    },
  ],
  [
    reached({ level: 'high', answer: { decision: 'approved', comment: 'ok' }, entry: 'entry-1' }),
    { decision: 'posted', entry: 'entry-1', comment: 'ok' },
  ],
  [
    reached({ level: 'high', answer: { decision: 'rejected', comment: 'not ours' } }),
    { decision: 'declined', comment: 'not ours' },
  ],
])('%j', (outcome, decision) => expect(decisionOf(outcome)).toMatchObject(decision));

it('gives the person who declined as the first reason', () => {
  const { reasons } = decisionOf(
    reached({ level: 'high', answer: { decision: 'rejected', comment: 'not ours' } }),
  );
  expect(reasons.map(({ text }) => text)).toEqual(['A person declined it: not ours', 'new']);
});

it('does not make up a decision', () =>
  expect(() => decisionOf(reached({}))).toThrow('neither rejected nor declined'));
