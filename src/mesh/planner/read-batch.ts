import { parseStructured } from '../../contracts/envelope';
import type { MeshEvent } from '../../contracts/event';
import { isRunId } from '../../contracts/ids';
import type { ReceivedBatch, ReceivedEvent } from '../batch/received';
import type { DeadLetter } from '../ports/dead-letters';

/** An event of a batch that a run can take in. */
export interface Arrival {
  received: ReceivedEvent;
  event: MeshEvent;
}

export interface ReadBatch {
  /** In the order in which they came. */
  byRun: ReadonlyMap<string, readonly Arrival[]>;
  letters: readonly DeadLetter[];
}

/** The events of a batch by their runs, and what no run can take in. */
export const readBatch = (batch: ReceivedBatch): ReadBatch => {
  const byRun = new Map<string, Arrival[]>();
  const letters: DeadLetter[] = [];
  for (const received of batch.events) {
    const read = readOne(received);
    if ('code' in read) letters.push(letterOf(batch, { received }, { ...read, passing: false }, 'parse'));
    else byRun.set(read.run, [...(byRun.get(read.run) ?? []), { received, event: read.event }]);
  }
  return { byRun, letters };
};

const readOne = (
  received: ReceivedEvent,
): { run: string; event: MeshEvent } | { code: string; message: string } => {
  const parsed = parseStructured(received.body);
  if (!parsed.ok) return { code: 'invalid-event', message: parsed.problem.detail };
  const { event } = parsed;
  const run = event.correlationid;
  if (run === undefined || !isRunId(run))
    return { code: 'no-run', message: 'The event names no run in `correlationid`.' };
  return event.tenantid
    ? { run, event }
    : { code: 'no-tenant', message: 'The event names no tenant in `tenantid`.' };
};

/** A dead letter of an event that came with this batch. */
export const letterOf = (
  { hub, group, partition }: ReceivedBatch,
  { received, event }: { received: ReceivedEvent; event?: MeshEvent },
  reason: DeadLetter['reason'],
  stage: DeadLetter['stage'] = 'plan',
): DeadLetter => ({ received, batch: { hub, group, partition }, ...(event && { event }), stage, reason });
