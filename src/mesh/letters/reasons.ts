/** Codes of the reasons that the mesh itself gives for a dead letter, or for a canary's. Skills have codes of their own. */
const CODES = [
  'data-erased',
  'data-gone',
  'delivery-exhausted',
  'delivery-forbidden',
  'delivery-refused',
  'expired',
  'id-reuse',
  'internal-error',
  'invalid-data',
  'invalid-event',
  'invalid-input',
  'invalid-message',
  'invalid-output',
  'line-full',
  'newer-release',
  'no-plan',
  'no-run',
  'no-tenant',
  'not-a-dead-letter',
  'not-for-runs',
  'not-for-this-worker',
  'not-for-workers',
  'not-waiting',
  'poison',
  'skill-error',
  'strange-data',
  'timeout',
  'too-much-exposed',
  'uncertain',
  'unknown-skill',
  'unknown-task',
  'unknown-type',
  'wrong-tenant',
] as const;

/** What measures tell of a reason: there are only so many of them. */
export const REASONS = [...CODES, 'other'] as const;
export type ReasonCode = (typeof REASONS)[number];

const KNOWN: ReadonlySet<string> = new Set(CODES);

/** A code that the mesh knows, or `other`: the codes of skills are their authors', and without number. */
export const reasonCodeOf = (code: string): ReasonCode => (KNOWN.has(code) ? (code as ReasonCode) : 'other');
