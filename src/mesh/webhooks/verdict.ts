import type { Posted } from '../ports/sink';

/** What an answer means for a delivery. */
export type Verdict =
  | { kind: 'delivered' }
  /** The subscriber is gone for good. */
  | { kind: 'gone'; reason: string }
  /** Once more, and not before `waitMs`. */
  | { kind: 'again'; reason: string; waitMs: number }
  /** It was not tried: later, and no try is used up. */
  | { kind: 'rest'; reason: string; waitMs: number }
  /** The same would be refused again. */
  | { kind: 'refused'; code: 'delivery-refused' | 'delivery-forbidden'; reason: string };

/** A flow that was deleted or turned off answers 400 with this; when it is turned on again, it subscribes again. */
const FLOW_IS_OFF = new Set(['WorkflowTriggerIsNotEnabled', 'WorkflowNotFound']);
/** These say that another time may be better: it took too long, it is too early, or there are too many. */
const AGAIN = new Set([408, 425, 429]);

/** Milliseconds that a `Retry-After` asks for: seconds or a date (RFC 9110, 10.2.3); 0 for what it does not say. */
export const retryAfterMs = (header: string | undefined, now: number): number => {
  if (header === undefined) return 0;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now);
};

const ofAnswer = ({ status, retryAfter, code }: Posted & { kind: 'answered' }, now: number): Verdict => {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  const reason = `it answered ${status}${code === undefined ? '' : ` (${code})`}`;
  if (status === 404 || status === 410 || (code !== undefined && FLOW_IS_OFF.has(code)))
    return { kind: 'gone', reason };
  if (status >= 500 || AGAIN.has(status))
    return { kind: 'again', reason, waitMs: retryAfterMs(retryAfter, now) };
  if (status >= 300 && status < 400)
    return { kind: 'refused', code: 'delivery-refused', reason: `${reason}: redirects are not followed` };
  return { kind: 'refused', code: 'delivery-refused', reason };
};

/** @param now milliseconds since the epoch */
export const verdictOf = (posted: Posted, now: number): Verdict => {
  switch (posted.kind) {
    case 'answered':
      return ofAnswer(posted, now);
    case 'unreachable':
      return { kind: 'again', reason: `it does not answer (${posted.code})`, waitMs: 0 };
    case 'inside':
      return {
        kind: 'refused',
        code: 'delivery-forbidden',
        reason: 'its name leads to an address inside a network',
      };
    case 'resting':
      return { kind: 'rest', reason: 'it has failed too often of late', waitMs: posted.forMs };
  }
};
