import { meaningOf } from '../../contracts/event-types';
import type { Run } from './run';

export const PLANNER = '/mesh/planner';

export const domainOf = ({ intent }: Run): string => {
  const meaning = meaningOf(intent.type);
  return meaning.kind === 'intent' ? meaning.domain : 'mesh';
};

/** What every event of a run carries. */
export const envelope = (
  run: Run,
  { id, type, at, cause }: { id: string; type: string; at: number; cause: string },
) => {
  const { traceparent, tracestate, partitionkey, authtype, authid, priority } = run.intent;
  return {
    specversion: '1.0' as const,
    id,
    source: PLANNER,
    type,
    time: new Date(at).toISOString(),
    datacontenttype: 'application/json',
    correlationid: run.id,
    causationid: cause,
    tenantid: run.tenant,
    partitionkey: partitionkey ?? run.id,
    ...given({ traceparent, tracestate, authtype, authid, priority }),
    ...(run.deadline !== undefined && { deadline: new Date(run.deadline).toISOString() }),
  };
};

/** Those of the attributes that there are. */
export const given = <T extends object>(attributes: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined)) as never;
