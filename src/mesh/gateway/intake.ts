import type { MeshEvent } from '../../contracts/event';
import type { Fault } from '../../contracts/problem';
import { faultyProblem, type ProblemKind } from '../../contracts/problems';
import { handlingOf } from '../../contracts/restricted';
import type { ContentStore } from '../ports/content-store';
import type { Log } from '../ports/log';
import type { Metrics } from '../ports/metrics';
import type { Publisher } from '../ports/publisher';
import { admitIntent, type AdmitDeps, type Admission } from './admit';
import { byReference } from './by-reference';
import { ProblemError } from './problem-error';
import { sendAll } from './send';

export interface IntakeDeps extends AdmitDeps {
  publisher: Publisher;
  contents: ContentStore;
  restricted: Pick<ContentStore, 'put'>;
  log: Log;
  metrics: Metrics;
}

/** An intent that the broker has. */
export interface Accepted {
  id: string;
  source: string;
  runId: string;
}

export interface Posted {
  events: readonly MeshEvent[];
  /** Faults name the index of their event. */
  batch: boolean;
  bodyBytes: number;
  /** Tells a fault of an event in the words of the request that it came by. */
  inWords?: (fault: Fault) => Fault;
}

/** More faults than a person reads are not told. */
const MAX_FAULTS = 50;

/** Takes in intents, all or none: checked, completed, and with the broker when this comes back. @throws ProblemError */
export const intake = (deps: IntakeDeps) => {
  const { metrics } = deps;
  const admit = admitIntent(deps);
  const send = sendAll(deps);
  const handling = ({ type }: MeshEvent) => handlingOf(deps.book, deps.catalog.planFor(type)?.schema ?? '');

  const admitAll = ({ events, batch, inWords = (fault) => fault }: Posted, admission: Admission) => {
    const admitted: (MeshEvent & { correlationid: string })[] = [];
    const faults: Fault[] = [];
    let kind: ProblemKind | undefined;
    for (const [index, event] of events.entries()) {
      const result = admit(event, admission);
      if (result.ok) {
        admitted.push(result.event);
        continue;
      }
      kind ??= result.kind;
      faults.push(...result.faults.map((fault) => (batch ? { index, ...fault } : inWords(fault))));
      if (faults.length >= MAX_FAULTS) break;
    }
    if (kind !== undefined) throw new ProblemError(faultyProblem(kind, faults.slice(0, MAX_FAULTS)));
    return admitted;
  };

  return async (posted: Posted, admission: Admission): Promise<readonly Accepted[]> => {
    const admitted = admitAll(posted, admission);
    await send(await byReference(admitted, { ...deps, handling, bodyBytes: posted.bodyBytes }));
    for (const { type, priority = 'normal' } of admitted)
      metrics.count('mesh.intents.accepted', 1, { 'mesh.intent.type': type, 'mesh.lane': priority });
    return admitted.map(({ id, source, correlationid }) => ({ id, source, runId: correlationid }));
  };
};
