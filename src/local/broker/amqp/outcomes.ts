import type { AmqpError, Delivery, Session } from 'rhea';

/** What became of a delivery; refused ones say why. */
type Outcome = { delivery: Delivery; error?: AmqpError };

/** Tells a session's senders what became of their deliveries. */
export type Outcomes = {
  accept(delivery: Delivery): void;
  reject(delivery: Delivery, error: AmqpError): void;
};

/**
 * One turn of the loop tells of a run of accepted deliveries or of one refused, never of both: rhea joins
 * neighbours that it tells of in one go, and takes the first one's outcome for all.
 */
const outcomeQueue = (): Outcomes => {
  let queue: Outcome[] = [];
  let scheduled = false;

  const schedule = (): void => {
    if (scheduled || queue.length === 0) return;
    scheduled = true;
    setImmediate(tell);
  };

  const tell = (): void => {
    scheduled = false;
    const refused = queue.findIndex(({ error }) => error !== undefined);
    const count = refused === -1 ? queue.length : Math.max(1, refused);
    const now = queue.slice(0, count);
    queue = queue.slice(count);
    for (const { delivery, error } of now) {
      if (error) delivery.reject(error);
      else delivery.accept();
    }
    schedule();
  };

  const add = (outcome: Outcome): void => {
    queue.push(outcome);
    schedule();
  };
  return { accept: (delivery) => add({ delivery }), reject: (delivery, error) => add({ delivery, error }) };
};

/** One queue a session. */
export const outcomesBySession = (): ((session: Session) => Outcomes) => {
  const queues = new WeakMap<Session, Outcomes>();
  return (session) => {
    const queue = queues.get(session) ?? outcomeQueue();
    queues.set(session, queue);
    return queue;
  };
};
