import { type LetterAccess, visibleTo } from '../letter-access';
import { iso } from '../letter-view';
import { ref, type Route } from '../route';
import { collectStats, type StatsDeps } from '../stats';

export interface StatsRouteDeps extends StatsDeps, LetterAccess {}

type Stats = Awaited<ReturnType<ReturnType<typeof collectStats>>>;

/** Several who look at once, or one who looks often, cost one look. */
const FRESH_MS = 1_500;
/** Tenants whose numbers are kept for that long. */
const KEPT = 100;

/** What an operator watches. */
export const statsRoutes = (deps: StatsRouteDeps): readonly Route[] => {
  const collect = collectStats(deps);
  const kept = new Map<string, { at: number; stats: Promise<Stats> }>();

  const statsOf = (tenant: string, letterTenants: readonly string[]): Promise<Stats> => {
    const now = deps.clock.now();
    const known = kept.get(tenant);
    if (known && now - known.at < FRESH_MS) return known.stats;
    if (kept.size >= KEPT) kept.clear();
    const stats = collect(tenant, letterTenants);
    kept.set(tenant, { at: now, stats });
    stats.catch(() => kept.delete(tenant));
    return stats;
  };

  return [
    {
      method: 'GET',
      path: 'stats',
      operationId: 'GetStats',
      summary: 'See what the mesh does',
      description:
        'Tells how fast events come and go, how far each reader is behind, and what runs, waits or failed. Readers are those of the whole mesh, as the monitor last saw them; everything else is of the tenant of the caller.',
      role: 'Mesh.Read',
      responses: { 200: { description: 'The numbers of now.', schema: ref('Stats') } },
      handle: async (_request, caller) => {
        const { at, readers, ...rest } = await statsOf(caller.tenant, visibleTo(caller, deps));
        const told = readers.map((reader) => ({ ...reader, at: iso(reader.at) }));
        return { status: 200, body: { at: iso(at), readers: told, ...rest } };
      },
    },
  ];
};
