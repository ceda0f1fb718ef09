import { PlatformError } from '../../contracts/errors';
import { parseStructured } from '../../contracts/envelope';
import type { MeshEvent } from '../../contracts/event';
import type { Clock } from '../ports/clock';
import type { DeadLetter, DeadLetters } from '../ports/dead-letters';
import type { Publisher } from '../ports/publisher';
import { tell } from '../worker/emissions';
import { taskOf } from '../worker/task';
import type { ReceivedBatch, ReceivedEvent } from './received';

export interface PoisonDeps {
  deadLetters: DeadLetters;
  publisher: Pick<Publisher, 'publish'>;
  clock: Pick<Clock, 'now'>;
}

const REASON: DeadLetter['reason'] = {
  code: 'poison',
  message: 'The process died each time that it worked on this event; it was not tried once more.',
  passing: false,
};

/** Makes a dead letter of an event that kills processes, without performing anything, and tells its run. */
export const poisoned =
  ({ deadLetters, publisher, clock }: PoisonDeps) =>
  async ({ hub, group, partition }: ReceivedBatch, received: ReceivedEvent): Promise<void> => {
    const event = eventIn(received);
    const batch = { hub, group, partition };
    const [kept] = await deadLetters([
      { received, batch, ...(event && { event }), stage: 'poison', reason: REASON },
    ]);
    const news = event && newsFor(event, kept!.letter, clock.now());
    if (!news) return;
    const [fate] = await publisher.publish([news]);
    if (!fate!.sent)
      throw new PlatformError('the hub results does not take news of a dead letter', { cause: fate!.error });
  };

const eventIn = ({ body }: ReceivedEvent): MeshEvent | undefined => {
  const parsed = parseStructured(body);
  return parsed.ok ? parsed.event : undefined;
};

/** A run waits for its tasks; nobody waits for other events. */
const newsFor = (event: MeshEvent, letter: string, at: number): MeshEvent | undefined => {
  const read = taskOf(event);
  if ('fault' in read) return undefined;
  const { code, message } = REASON;
  return tell(read.task, 'deadlettered', { letter, reason: { code, message } }, at);
};
