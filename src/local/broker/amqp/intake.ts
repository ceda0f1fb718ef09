import { message as amqp } from 'rhea';
import type { EventContext, Receiver } from 'rhea';
import type { Hub } from '../hub';
import type { PartitionLog } from '../log/partition-log';
import { BATCH_FORMAT, MAX_MESSAGE_BYTES, readBatch, readEvent } from './events';
import type { Sent } from './events';
import type { Outcomes } from './outcomes';
import { MalformedMessageError } from './sections';
import { RefusedError, asRefusal, invalid, tooLarge } from './refusal';

/** How many transfers a sender may have under way on one link. */
const CREDIT = 300;

type Intake = { link: Receiver; hub: Hub; partition?: PartitionLog; outcomes: Outcomes };

/** A batch comes as it was sent; a single message comes decoded. */
const encoded = ({
  message,
  format,
}: EventContext & { format?: number }): { bytes: Buffer; isBatch: boolean } => {
  if (format === undefined) return { bytes: amqp.encode(message!), isBatch: false };
  if (format === BATCH_FORMAT) return { bytes: message as unknown as Buffer, isBatch: true };
  throw new RefusedError({
    condition: 'amqp:not-implemented',
    description: `Message format ${format} is not known.`,
  });
};

const read = (context: EventContext): Sent => {
  const { bytes, isBatch } = encoded(context);
  if (bytes.length > MAX_MESSAGE_BYTES) throw new RefusedError(tooLarge(bytes.length, MAX_MESSAGE_BYTES));
  try {
    return isBatch ? readBatch(bytes) : readEvent(bytes);
  } catch (error) {
    throw error instanceof MalformedMessageError ? new RefusedError(invalid(error.message)) : error;
  }
};

/** Takes what a sender sends: a delivery is accepted when its events are on disk. */
export const takeIn = ({ link, hub, partition, outcomes }: Intake): void => {
  let settled = 0;

  const giveCredit = (): void => {
    if (++settled < CREDIT / 4) return;
    link.add_credit(settled);
    settled = 0;
  };

  const append = async (context: EventContext): Promise<void> => {
    const { drafts, partitionKey } = read(context);
    await (partition ?? hub.choose(partitionKey)).append(drafts);
  };

  link.on('message', (context: EventContext) => {
    const delivery = context.delivery!;
    append(context)
      .then(
        () => outcomes.accept(delivery),
        (error: unknown) => outcomes.reject(delivery, asRefusal(error)),
      )
      .finally(giveCredit);
  });
  link.add_credit(CREDIT);
};
