import type { OrderOutcome, OrderProgress } from '../../kit';

const REPORTED = 'an article cannot be restocked: it stays on hold, and the order desk was told';

/** What became of an order, from what happened and what did not. */
export const outcomeOf = ({
  order,
  detection: { score, reasons, summary },
  decision,
  reported,
  ...done
}: OrderProgress): OrderOutcome => {
  const status = statusOf(done);
  return {
    order,
    status,
    ...(decision && { by: decision.by }),
    text: decision?.text ?? (reported === undefined ? summary : REPORTED),
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
