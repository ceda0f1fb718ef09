import type { Sender } from 'rhea';

/** What rhea keeps of a link and its session but does not type. */
type Window = { credit: number; delivery_count: number; session: { outgoing: { available(): number } } };

/** How much a receiver has asked for that it has not been given. */
export type Credit = { left(): number; use(events: number): void };

/** rhea counts what it has written, we count what it was handed; credit that was drained counts as used. */
export const creditOf = (link: Sender): Credit => {
  const window = link as unknown as Window;
  let handed = 0;
  return {
    left: () => {
      handed = Math.max(handed, window.delivery_count);
      const asked = window.delivery_count + window.credit - handed;
      return Math.max(0, Math.min(asked, window.session.outgoing.available()));
    },
    use: (events) => {
      handed += events;
    },
  };
};
