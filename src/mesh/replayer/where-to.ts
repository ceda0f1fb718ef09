import { meaningOf } from '../../contracts/event-types';
import { type Hub, HUBS, hubOf } from '../../contracts/hubs';
import type { LetterSummary } from '../letters/letter';

const isHub = (name: string): name is Hub => (HUBS as readonly string[]).includes(name);

/** The hub that a letter goes back to: where it was read, or where its type belongs when that was no hub but a queue. */
export const hubFor = ({ hub, eventType }: Pick<LetterSummary, 'hub' | 'eventType'>): Hub | undefined => {
  if (isHub(hub)) return hub;
  const isKnown = eventType !== undefined && meaningOf(eventType).kind !== 'unknown';
  return isKnown ? hubOf({ type: eventType }) : undefined;
};
