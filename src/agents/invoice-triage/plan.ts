import { approval, is, plan } from '../../kit';
import type { Ledger } from './ledger';
import type { Policy } from './policy';
import { checkDuplicate } from './skills/check-duplicate';
import { decide } from './skills/decide';
import { extract } from './skills/extract';
import { post } from './skills/post';
import { scoreRisk } from './skills/score-risk';
import { validate } from './skills/validate';

export interface Deps {
  ledger: Ledger;
  policy: Policy;
}

/** What is done about one document. Nothing is booked that is wrong, a duplicate, or declined by a person. */
export const triage = (deps: Deps) =>
  plan('business.invoice.intent', 'business.invoice.intent@1', 'invoice/decision@1', ({ intent, step }) => {
    const facts = step('extract', extract, intent);
    const { kind, number, currency, supplier, issueDate, dueDate, totals, payment } = facts;
    const { findings } = step('validate', validate, facts);
    const history = step('check-duplicate', checkDuplicate(deps), {
      kind,
      number,
      currency,
      supplier: supplier.id,
      iban: payment.iban,
    });

    const risk = step('score-risk', scoreRisk(deps), {
      kind,
      number,
      currency,
      supplier,
      issueDate,
      dueDate,
      findings,
      history,
      orderReference: facts.orderReference,
      payable: totals.payable,
      iban: payment.iban,
    });
    const answer = step(
      'approve',
      approval,
      {
        title: risk.summary,
        party: supplier.name,
        reference: number,
        amount: totals.payable,
        currency,
        reasons: risk.reasons,
      },
      { when: is(risk.level, 'high') },
    );
    const booking = step(
      'post',
      post(deps),
      {
        kind,
        number,
        currency,
        issueDate,
        dueDate,
        supplier: supplier.id,
        name: supplier.name,
        withoutVat: totals.withoutVat,
        withVat: totals.withVat,
        payable: totals.payable,
        iban: payment.iban,
      },
      { when: [is(risk.bookable, true), is(answer.decision, 'approved', { ifSkipped: true })] },
    );
    // Whether it was booked or not: what did not happen is absent.
    return step(
      'decide',
      decide,
      {
        kind,
        number,
        currency,
        answer,
        supplier: supplier.name,
        amount: totals.payable,
        level: risk.level,
        score: risk.score,
        reasons: risk.reasons,
        entry: booking.entry,
        bookedBefore: booking.bookedBefore,
      },
      { join: 'any' },
    );
  });
