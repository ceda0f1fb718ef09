import type { Handle } from '../batch/guard';
import type { CanaryStore } from '../ports/canary-store';
import type { Clock } from '../ports/clock';
import type { ReceivedBatch } from '../batch/received';
import { reasonCodeOf } from '../letters/reasons';
import type { Log, LogFields } from '../ports/log';
import type { Metrics } from '../ports/metrics';
import { withLooks } from './looks';
import type { Looked, Verdict } from './verdict';

export interface CanaryDeps {
  log: Log;
  metrics: Pick<Metrics, 'count'>;
  outcomes: Pick<CanaryStore, 'look'>;
  clock: Pick<Clock, 'now'>;
}

/**
 * Looks at a batch and says what this build would do with it: each event is counted, each that it could not go on with
 * is a line. The sums are kept for `mesh canary report`. Nothing is settled, for the others settle it.
 * @example eventHubDoor('canaryTasks', canary(deps)(lookAtTasks(deps)));
 */
export const canary =
  ({ log, metrics, outcomes, clock }: CanaryDeps) =>
  (lookAt: (batch: ReceivedBatch) => Promise<readonly Looked[]>): Handle =>
  async (batch) => {
    const all = await lookAt(batch);
    for (const looked of all) {
      const { verdict } = looked;
      metrics.count('mesh.canary.events', 1, attributesOf(batch, verdict));
      if (verdict.kind === 'ok') continue;
      const { code, message: why } = verdict.reason;
      log.warn(`this build ${WORDS[verdict.kind]}`, { ...placeOf(batch, looked), code, why });
    }
    if (all.length === 0) return;
    const day = new Date(clock.now()).toISOString().slice(0, 10);
    const key = { hub: batch.hub, day, partition: batch.partition };
    await outcomes.look(key, (looks) => withLooks(looks, all));
  };

const attributesOf = ({ hub }: ReceivedBatch, verdict: Verdict) => ({
  'messaging.destination.name': hub,
  'mesh.outcome': verdict.kind,
  ...(verdict.kind !== 'ok' && { 'mesh.reason': reasonCodeOf(verdict.reason.code) }),
});

const WORDS = {
  'would-dead-letter': 'would dead-letter an event',
  'would-hold': 'would hold a partition',
} as const;

const placeOf = ({ hub, partition }: ReceivedBatch, { received, event }: Looked): LogFields => ({
  hub,
  partition,
  sequence: received.sequence,
  ...(event && { event: event.id, type: event.type }),
  ...(event?.correlationid !== undefined && { run: event.correlationid }),
});
