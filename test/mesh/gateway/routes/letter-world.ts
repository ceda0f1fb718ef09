import type { Catalog } from '../../../../src/mesh/catalog';
import type { LetterAccess } from '../../../../src/mesh/gateway/letter-access';
import { linksFor } from '../../../../src/mesh/gateway/links';
import { ProblemError } from '../../../../src/mesh/gateway/problem-error';
import type { Caller, Route } from '../../../../src/mesh/gateway/route';
import type { ActStore } from '../../../../src/mesh/ports/act-store';
import { memoryActStore } from '../../../../src/mesh/ports/memory/memory-act-store';
import { memoryErasureStore } from '../../../../src/mesh/ports/memory/memory-erasure-store';
import { memoryLog } from '../../../../src/mesh/ports/memory/memory-log';
import type { Skill } from '../../../../src/mesh/worker/skill';
import { eraseLetters } from '../../../../src/mesh/letters/erase-letters';
import { deadLetterRoutes } from '../../../../src/mesh/gateway/routes/dead-letters';
import { replayRoutes } from '../../../../src/mesh/gateway/routes/replays';
import { book } from '../../letters/world';
import { replayerWorld } from '../../replayer/world';

const SPAN = { traceparent: undefined, set: () => undefined };
/** The skill of tasks that are dead letters; it takes what an invoice's intent carries. */
const POST: Skill = {
  name: 'invoice.post@1',
  input: 'business.invoice.intent@1',
  output: 'invoice/risk@1',
  effects: 'none',
  repeat: 'keyed',
  timeoutMs: 1,
  retry: { attempts: 1 },
  by: 'worker',
  perform: () => undefined,
};
const catalog: Pick<Catalog, 'skill'> = { skill: (name) => (name === POST.name ? POST : undefined) };

export const callerOf = (tenant: string, roles: Caller['roles'] = ['Mesh.Read', 'Mesh.Operate']): Caller => ({
  tenant,
  type: 'user',
  id: 'u1',
  roles,
});

export interface Answered {
  status: number;
  headers?: Readonly<Record<string, string>>;
  // What a test looks into is its own business.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}

const pathOf = ({ path }: Route, params: Record<string, string>): string =>
  path.replace(/\{(\w+)\}/, (_, name: string) => encodeURIComponent(params[name] ?? ''));

/** The routes of dead letters and replays on doubles; `t1` is the operators' tenant. */
export const letterRoutesWorld = (over: Partial<LetterAccess & { acts: ActStore }> = {}) => {
  const world = replayerWorld();
  const acts = memoryActStore();
  const erasures = memoryErasureStore();
  const log = memoryLog();
  const deps = {
    ...world,
    acts,
    erasures,
    log,
    catalog,
    book,
    links: linksFor(),
    operatorTenant: 't1',
    ...over,
  };
  const routes: readonly Route[] = [...deadLetterRoutes(deps), ...replayRoutes(deps)];

  const call = async (
    operationId: string,
    {
      params = {},
      query = '',
      body,
      tenant = 't1',
      roles,
      headers = {},
    }: {
      params?: Record<string, string>;
      query?: string;
      body?: unknown;
      tenant?: string;
      roles?: Caller['roles'] | undefined;
      headers?: Record<string, string>;
    } = {},
  ): Promise<Answered> => {
    const route = routes.find((one) => one.operationId === operationId)!;
    const request = {
      method: route.method,
      url: new URL(`http://mesh.test/api/${pathOf(route, params)}?${query}`),
      params,
      headers,
      body: body === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(body)),
    };
    try {
      const response = await route.handle(request, callerOf(tenant, roles), SPAN);
      const { status, headers: answered, body: answer } = response;
      return {
        status,
        ...(answered && { headers: answered }),
        body: answer === undefined ? undefined : (JSON.parse(JSON.stringify(answer)) as unknown),
      };
    } catch (error) {
      if (error instanceof ProblemError) return { status: error.problem.status, body: error.problem };
      throw error;
    }
  };

  const erase = eraseLetters(deps);

  return { ...world, acts, erasures, erase, log, routes, call };
};
