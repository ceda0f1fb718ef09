import {
  END_KINDS,
  MESH,
  TASK_KINDS,
  endType,
  meaningOf,
  taskType,
  type Meaning,
} from '../../../contracts/event-types';
import { HUBS, hubOf, type Hub } from '../../../contracts/hubs';
import { schemaKeyOf } from '../../../contracts/schema-key';
import type { Catalog } from '../../catalog';

/** One type of event that travels by the hubs. */
export interface EventKind {
  type: string;
  meaning: Meaning;
  /** Key of the schema of its data. */
  schema: string;
  /** Every hub that it may travel by. */
  hubs: readonly Hub[];
}

const TASK_HUBS: readonly Hub[] = HUBS.filter((hub) => hub.startsWith('tasks'));

/** By type alone: which of several is taken depends on the priority, and on what the data is. */
const hubsOf = (type: string, meaning: Meaning): readonly Hub[] => {
  if (meaning.kind === 'task' && meaning.what === 'created') return TASK_HUBS;
  return [...new Set([hubOf({ type }), hubOf({ type, priority: 'high' })])];
};

const domainOf = (intent: string): string => {
  const meaning = meaningOf(intent);
  return meaning.kind === 'intent' ? meaning.domain : '';
};

/** Every type of event that this mesh speaks: those of its agents' domains, and its own. */
export const eventKinds = (catalog: Pick<Catalog, 'intents'>): readonly EventKind[] => {
  const intents = catalog.intents();
  const domains = [...new Set(intents.map(({ intent }) => domainOf(intent)))];
  const ofIntent = new Map(intents.map(({ intent, schema }) => [intent, schema]));
  const types = [
    ...ofIntent.keys(),
    ...domains.flatMap((domain) => TASK_KINDS.map((kind) => taskType(domain, kind))),
    ...domains.flatMap((domain) => END_KINDS.map((kind) => endType(domain, kind))),
    ...Object.values(MESH),
  ];
  return types.map((type) => {
    const meaning = meaningOf(type);
    return { type, meaning, schema: ofIntent.get(type) ?? schemaKeyOf(type), hubs: hubsOf(type, meaning) };
  });
};

/** The kinds that may travel by a hub. */
export const onHub = (hub: Hub, kinds: readonly EventKind[]) =>
  kinds.filter(({ hubs }) => hubs.includes(hub));
