import type { Clock } from '../../ports/clock';
import { ref, type Route } from '../route';

export type Health = {
  status: 'up' | 'behind' | 'down';
  detail?: string;
  /** When somebody last looked, where that was not now; RFC 3339. */
  at?: string;
};

/** One part of the mesh, and how to ask after it. A check that throws is down. */
export interface Check {
  name: string;
  check: () => Promise<Health>;
}

export interface HealthRouteDeps {
  checks: readonly Check[];
  clock: Clock;
}

const PATIENCE_MS = 2_000;

const DOWN: Health = { status: 'down' };

/** How a part is, told in time: one that does not say is down. Errors are not told, for anybody may ask. */
const ask = async ({ name, check }: Check, clock: Clock) => {
  const patience = clock.timeout(PATIENCE_MS);
  const late = new Promise<Health>((resolve) =>
    patience.signal.addEventListener('abort', () => resolve(DOWN)),
  );
  const health = await Promise.race([asked(check), late]);
  patience.clear();
  return { name, ...health };
};

const asked = async (check: Check['check']): Promise<Health> => {
  try {
    return await check();
  } catch {
    return DOWN;
  }
};

const worst = (parts: readonly Health[]): Health['status'] =>
  (['down', 'behind'] as const).find((status) => parts.some((part) => part.status === status)) ?? 'up';

export const healthRoutes = ({ checks, clock }: HealthRouteDeps): readonly Route[] => [
  {
    method: 'GET',
    path: 'health',
    operationId: 'GetHealth',
    summary: 'Ask how the mesh is',
    description: 'Tells what is up, what is behind, and what is down.',
    responses: {
      200: { description: 'Everything that is needed is up.', schema: ref('Health') },
      503: { description: 'Something that is needed is down.', schema: ref('Health') },
    },
    handle: async () => {
      const parts = await Promise.all(checks.map((check) => ask(check, clock)));
      const status = worst(parts);
      return { status: status === 'down' ? 503 : 200, body: { status, parts } };
    },
  },
];
