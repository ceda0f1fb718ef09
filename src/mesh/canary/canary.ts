import type { Handle } from '../batch/guard';
import type { ReceivedBatch } from '../batch/received';
import { reasonCodeOf } from '../letters/reasons';
import type { Log, LogFields } from '../ports/log';
import type { Metrics } from '../ports/metrics';
import type { Looked, Verdict } from './verdict';

export interface CanaryDeps {
  log: Log;
  metrics: Pick<Metrics, 'count'>;
}

/**
 * Looks at a batch and says what this build would do with it: each event is counted, each that it could not go on with
 * is a line. Nothing is settled, for the others settle it.
 * @example eventHubDoor('canaryTasks', canary(deps)(lookAtTasks(deps)));
 */
export const canary =
  ({ log, metrics }: CanaryDeps) =>
  (lookAt: (batch: ReceivedBatch) => Promise<readonly Looked[]>): Handle =>
  async (batch) => {
    for (const looked of await lookAt(batch)) {
      const { verdict } = looked;
      metrics.count('mesh.canary.events', 1, attributesOf(batch, verdict));
      if (verdict.kind === 'ok') continue;
      const { code, message: why } = verdict.reason;
      log.warn(`this build ${WORDS[verdict.kind]}`, { ...placeOf(batch, looked), code, why });
    }
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
