import type { MeshEvent } from '../../contracts/event';
import type { Log } from '../ports/log';
import type { Fate, Publisher } from '../ports/publisher';
import { unavailable } from './problem-error';

const AGAIN =
  'The broker did not take everything. Send the same again, with the same ids: what was accepted is not done twice.';

const messageOf = (fate: Fate | undefined): string =>
  fate && !fate.sent && fate.error instanceof Error ? fate.error.message : 'no reason given';

/**
 * Sends events; comes back when the broker has them all.
 * @throws ProblemError 503 with the fate of each event, where it does not
 */
export const sendAll =
  ({ publisher, log }: { publisher: Publisher; log: Log }) =>
  async (events: readonly MeshEvent[]): Promise<void> => {
    const fates = await publisher.publish(events);
    const lost = fates.findIndex((fate) => !fate.sent);
    if (lost < 0) return;
    log.warn(`the broker did not take events: ${messageOf(fates[lost])}`, {
      events: events.length,
      lost: fates.filter((fate) => !fate.sent).length,
    });
    throw unavailable(AGAIN, {
      events: events.map(({ id, source }, index) => ({ id, source, accepted: fates[index]!.sent })),
    });
  };
