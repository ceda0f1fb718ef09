import { hubOf, type Hub } from '../contracts/hubs';
import type { Publisher } from './ports/publisher';

/** A publisher that sends to these hubs and no other, so that what an app has no right to fails here and not in Azure. */
export const onlyTo = (
  hubs: readonly Hub[],
  publisher: Publisher,
  refuse: (hub: Hub) => Error,
): Publisher => {
  const allowed = new Set(hubs);
  const check = (hub: Hub): void => {
    if (!allowed.has(hub)) throw refuse(hub);
  };
  return {
    publish: async (events) => {
      events.forEach((event) => check(hubOf(event)));
      return publisher.publish(events);
    },
    publishRaw: async (messages) => {
      messages.forEach(({ hub }) => check(hub));
      return publisher.publishRaw(messages);
    },
  };
};
