import type { OrderOutcome, OrderProgress } from '../../kit';

type Failures = NonNullable<OrderProgress['failures']>;

const LONGEST = 800;

const unsupplied = (failures: Failures): string => {
  const reasons = failures
    .map(({ message }) => message)
    .join(', ')
    .slice(0, LONGEST);
  return `${reasons}: it stays on hold, and the order desk was told`;
};

/** What became of an order, from what happened and what did not. */
export const outcomeOf = ({
  order,
  detection: { score, reasons, summary },
  decision,
  failures = [],
  ...done
}: OrderProgress): OrderOutcome => {
  const status = statusOf(done);
  return {
    order,
    status,
    ...(decision && { by: decision.by }),
    text: decision?.text ?? (failures.length === 0 ? summary : unsupplied(failures)),
    score,
    reasons,
  };
};

const statusOf = ({
  hold,
  released,
  cancelled,
}: Pick<OrderProgress, 'hold' | 'released' | 'cancelled'>): OrderOutcome['status'] => {
  if (released !== undefined) return 'released';
  if (cancelled !== undefined) return 'cancelled';
  return hold === undefined ? 'ordinary' : 'held';
};
