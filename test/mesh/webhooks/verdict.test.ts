import type { Posted } from '../../../src/mesh/ports/sink';
import { retryAfterMs, verdictOf, type Verdict } from '../../../src/mesh/webhooks/verdict';

const NOW = Date.UTC(2026, 10, 21, 10);

const cases: [Posted, Verdict['kind'], number?][] = [
  [{ kind: 'answered', status: 200 }, 'delivered'],
  [{ kind: 'answered', status: 202 }, 'delivered'],
  [{ kind: 'answered', status: 204 }, 'delivered'],
  [{ kind: 'answered', status: 404 }, 'gone'],
  [{ kind: 'answered', status: 410 }, 'gone'],
  [{ kind: 'answered', status: 400, code: 'WorkflowTriggerIsNotEnabled' }, 'gone'],
  [{ kind: 'answered', status: 400, code: 'TriggerInputSchemaMismatch' }, 'refused'],
  [{ kind: 'answered', status: 400 }, 'refused'],
  [{ kind: 'answered', status: 401 }, 'refused'],
  [{ kind: 'answered', status: 403 }, 'refused'],
  [{ kind: 'answered', status: 413 }, 'refused'],
  [{ kind: 'answered', status: 415 }, 'refused'],
  [{ kind: 'answered', status: 301 }, 'refused'],
  [{ kind: 'answered', status: 307 }, 'refused'],
  [{ kind: 'answered', status: 408 }, 'again', 0],
  [{ kind: 'answered', status: 429 }, 'again', 0],
  [{ kind: 'answered', status: 429, retryAfter: '120' }, 'again', 120_000],
  [{ kind: 'answered', status: 503, retryAfter: 'Sat, 21 Nov 2026 10:01:00 GMT' }, 'again', 60_000],
  [{ kind: 'answered', status: 500 }, 'again', 0],
  [{ kind: 'answered', status: 502 }, 'again', 0],
  [{ kind: 'unreachable', code: 'ECONNREFUSED' }, 'again', 0],
  [{ kind: 'inside' }, 'refused'],
  [{ kind: 'resting', forMs: 30_000 }, 'rest', 30_000],
];
it.each(
  cases.map(([posted, kind, waitMs]) => [posted, { kind, ...(waitMs !== undefined && { waitMs }) }] as const),
)('%j is %j', (posted, verdict) => expect(verdictOf(posted, NOW)).toMatchObject(verdict));

it.each<[string | undefined, number]>([
  [undefined, 0],
  ['0', 0],
  [' 7 ', 7_000],
  ['-7', 0],
  ['soon', 0],
  ['1e9', 0],
  ['Sat, 21 Nov 2026 09:59:00 GMT', 0],
])('waits for a Retry-After of %j for %d ms', (header, ms) => expect(retryAfterMs(header, NOW)).toBe(ms));
