import type { OrderDetection } from '../../kit';
import { spoken } from './money';
import { isForPerson, type Policy } from './policy';
import { RULES } from './rules';
import type { Order } from './rules/rule';

/** What is out of the ordinary about an order: what is missing, and what looks like fraud. */
export const detectionOf = (order: Order, policy: Policy): OrderDetection => {
  const reasons = RULES.flatMap((rule) => rule(order, policy))
    .map((finding) => ({ ...finding, points: policy.points[finding.code] }))
    .toSorted((one, other) => other.points - one.points);
  const score = reasons.reduce((sum, { points }) => sum + points, 0);
  const shortages = shortagesOf(order);
  const suspicious = score >= policy.holdFrom;
  return {
    exceptional: suspicious || shortages.length > 0,
    valuable: isForPerson(policy, order),
    score,
    reasons,
    shortages,
    summary: `${order.order}, ${spoken(order.total, order.currency)}: ${summaryOf(shortages.length, suspicious)}`,
  };
};

const shortagesOf = ({ lines }: Order): OrderDetection['shortages'] =>
  lines
    .filter(({ quantity, stock }) => quantity > stock)
    .map(({ sku, quantity, stock, leadDays }) => ({
      sku,
      missing: quantity - stock,
      ...(leadDays !== undefined && { leadDays }),
    }));

const summaryOf = (short: number, suspicious: boolean): string =>
  [
    ...(suspicious ? ['it looks like fraud'] : []),
    ...(short > 0 ? [`${short} ${short === 1 ? 'article is' : 'articles are'} short`] : []),
  ].join(', and ') || 'nothing out of the ordinary';
