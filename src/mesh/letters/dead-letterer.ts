import { PlatformError } from '../../contracts/errors';
import { MESH } from '../../contracts/event-types';
import type { MeshEvent } from '../../contracts/event';
import type { MeshEventDeadlettered } from '../../contracts/generated/schemas';
import { derivedId } from '../../contracts/ids';
import type { Clock } from '../ports/clock';
import type { DeadLetter, DeadLetters } from '../ports/dead-letters';
import type { Publisher } from '../ports/publisher';
import { type LetterDataDeps, letterData } from './letter-data';
import { present } from './present';

export interface DeadLettererDeps extends LetterDataDeps {
  publisher: Pick<Publisher, 'publish'>;
  clock: Pick<Clock, 'now'>;
}

const asEvent = ({ event, stage }: DeadLetter, data: MeshEventDeadlettered, at: number): MeshEvent =>
  present({
    specversion: '1.0',
    id: derivedId('dead', data.letter, String(data.attempt), data.replayid ?? ''),
    source: `/mesh/${stage}`,
    type: MESH.eventDeadlettered,
    subject: data.letter,
    time: new Date(at).toISOString(),
    datacontenttype: 'application/json',
    tenantid: event?.tenantid,
    correlationid: data.run,
    causationid: event?.id,
    traceparent: event?.traceparent,
    tracestate: event?.tracestate,
    data,
  });

/**
 * Makes dead letters: each event goes out once more, whole, as `mesh.event.deadlettered` on the hub `dlq`, from where
 * it is kept in a table. Doing it twice gives the same letter twice.
 *
 * @throws PlatformError when a body cannot be put aside or the broker did not take a letter: nothing is settled then
 */
export const deadLetterer = ({ publisher, clock, ...deps }: DeadLettererDeps): DeadLetters => {
  const dataOf = letterData(deps);
  return async (items) => {
    const data = await Promise.all(items.map(dataOf));
    const fates = await publisher.publish(
      items.map((item, index) => asEvent(item, data[index]!, clock.now())),
    );
    for (const fate of fates)
      if (!fate.sent)
        throw new PlatformError('the hub dlq does not take dead letters', { cause: fate.error });
    return data.map(({ letter }) => ({ letter }));
  };
};
