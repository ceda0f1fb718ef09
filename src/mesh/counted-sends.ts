import { hubOf, type Hub } from '../contracts/hubs';
import { errorTypeOf } from './error-type';
import type { AttributesOf } from './metrics';
import type { Metrics } from './ports/metrics';
import type { Fate, Publisher } from './ports/publisher';

type Sent = AttributesOf<'messaging.client.sent.messages'>;

const attributesOf = (hub: Hub, fate: Fate): Sent => ({
  'messaging.destination.name': hub,
  ...(!fate.sent && { 'error.type': errorTypeOf(fate.error) }),
});

const keyOf = (hub: Hub, fate: Fate): string => (fate.sent ? hub : `${hub} ${errorTypeOf(fate.error)}`);

/** A publisher whose sends are counted: one measure a hub and fate, however many events go out together. */
export const countedSends = (metrics: Metrics, publisher: Publisher): Publisher => {
  const tell = (hubs: readonly Hub[], fates: readonly Fate[]): void => {
    const sums = new Map<string, { count: number; attributes: Sent }>();
    fates.forEach((fate, at) => {
      const key = keyOf(hubs[at]!, fate);
      const sum = sums.get(key);
      if (sum) sum.count += 1;
      else sums.set(key, { count: 1, attributes: attributesOf(hubs[at]!, fate) });
    });
    for (const { count, attributes } of sums.values())
      metrics.count('messaging.client.sent.messages', count, attributes);
  };

  return {
    publish: async (events) => {
      const fates = await publisher.publish(events);
      tell(events.map(hubOf), fates);
      return fates;
    },
    publishRaw: async (messages) => {
      const fates = await publisher.publishRaw(messages);
      tell(
        messages.map(({ hub }) => hub),
        fates,
      );
      return fates;
    },
  };
};
