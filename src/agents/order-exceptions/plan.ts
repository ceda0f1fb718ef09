import { approval, failureOf, failuresOf, is, isThere, plan } from '../../kit';
import type { Orders } from './orders';
import type { Policy } from './policy';
import { cancel, hold, notifyCustomer, release, report } from './skills/act';
import { conclude } from './skills/conclude';
import { decide } from './skills/decide';
import { detect } from './skills/detect';
import { restock } from './skills/restock';
import { rule } from './skills/rule';

export interface Deps {
  orders: Orders;
  policy: Policy;
}

/** What is done about one order. One that is held is released or cancelled, or stays held and people are told. */
export const exceptions = (deps: Deps) =>
  plan('business.order.intent', 'business.order.intent@1', 'order/outcome@1', ({ intent, step, lane }) => {
    const { order, customer, total, currency } = intent;
    const found = step('detect', detect(deps), intent);
    lane('high', is(found.valuable, true));

    const held = step(
      'hold',
      hold(deps),
      { order, text: found.summary },
      { when: is(found.exceptional, true) },
    );

    const supplies = step.each(
      'restock',
      restock(deps),
      found.shortages,
      ({ sku, missing, leadDays }) => ({ order, sku, missing, leadDays }),
      { after: held },
    );
    const notice = step(
      'notify-customer',
      notifyCustomer(deps),
      { order, customer: customer.id, text: 'Your order takes a little longer: we are looking at it.' },
      { after: held },
    );
    const reporting = report(deps);
    const failures = failuresOf(supplies);
    const reported = step.each(
      'report-restock',
      reporting,
      failures,
      ({ message }) => ({ order, text: message }),
      { onFailureOf: supplies },
    );
    step(
      'report-notice',
      reporting,
      { order, customer: customer.id, text: failureOf(notice).message },
      { onFailureOf: notice },
    );

    // An empty list of shortages completes, so this goes on unless an article could not be restocked.
    const ruling = step(
      'rule',
      rule(deps),
      { currency, total, score: found.score, shortages: found.shortages },
      // Whether the customer could be told does not matter to what becomes of the order.
      { after: supplies, when: isThere(notice.reference, { ifFailed: true }) },
    );
    const answer = step(
      'approve',
      approval,
      {
        title: found.summary,
        party: customer.id,
        reference: order,
        amount: total,
        currency,
        reasons: found.reasons,
      },
      { when: is(ruling.by, 'person') },
    );
    const decision = step(
      'decide',
      decide,
      { ruling, answer },
      { when: isThere(answer.decision, { ifSkipped: true }) },
    );
    const { text } = decision;
    const released = step(
      'release',
      release(deps),
      { order, text },
      { when: is(decision.decision, 'release') },
    );
    const cancelled = step(
      'cancel',
      cancel(deps),
      { order, text },
      { when: is(decision.decision, 'cancel') },
    );

    return step(
      'conclude',
      conclude,
      {
        order,
        detection: found,
        hold: held.reference,
        decision,
        released: released.reference,
        cancelled: cancelled.reference,
        failures,
      },
      { after: reported, join: 'any' },
    );
  });
