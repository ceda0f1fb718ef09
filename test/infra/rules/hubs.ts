import { HUBS } from '../../../src/contracts/hubs';
import { READER } from '../../../src/functions/readers';
import type { Deployment } from '../bicep/deploy';
import { at, ofType } from '../template';

/** By hub: its consumer groups. */
export type Groups = Readonly<Record<string, readonly string[]>>;

const EXTRA = ['canary', 'observability'];

/** Each hub of the code, with a consumer group for each function that reads it, and those for onlookers. */
export const wantedGroups = (): Groups =>
  Object.fromEntries(
    HUBS.map((hub) => {
      const readers = Object.values(READER).filter((reader) => reader.hub === hub);
      return [hub, [...new Set([...readers.map(({ group }) => group), ...EXTRA])].toSorted()];
    }),
  );

export const deployedGroups = (deployment: Deployment): Groups => {
  const groups = ofType(deployment, 'Microsoft.EventHub/namespaces/eventhubs/consumergroups');
  return Object.fromEntries(
    ofType(deployment, 'Microsoft.EventHub/namespaces/eventhubs').map(({ id, name }) => [
      name,
      groups
        .filter(({ scope }) => scope === id)
        .map((group) => group.name)
        .toSorted(),
    ]),
  );
};

/** https://learn.microsoft.com/azure/event-hubs/event-hubs-quotas */
const LIMITS = {
  Standard: { hubs: 10, partitions: 32, groups: 20, retentionHours: 168, units: 40 },
  Premium: { hubs: 100, partitions: 100, groups: 100, retentionHours: 2160, units: 16 },
} as const;

/** What goes over the limits of the namespace's tier. */
export const hubFaults = (deployment: Deployment): readonly string[] => {
  const [namespace] = ofType(deployment, 'Microsoft.EventHub/namespaces');
  const tier = at(namespace!.body, 'sku.name') as keyof typeof LIMITS;
  const limits = LIMITS[tier];
  const hubs = ofType(deployment, 'Microsoft.EventHub/namespaces/eventhubs');
  const over = (what: string, value: unknown, limit: number) =>
    Number(value) >= 1 && Number(value) <= limit
      ? []
      : [`${what}: ${String(value)}, and ${tier} takes 1 to ${limit}`];
  const { capacity } = (namespace!.body as { sku: { capacity: number } }).sku;
  const maximum = at(namespace!.body, 'properties.maximumThroughputUnits');
  return [
    ...over('hubs', hubs.length, limits.hubs),
    ...over('units', capacity, limits.units),
    ...(tier === 'Standard' ? over('units at most', maximum, limits.units) : []),
    ...(tier === 'Standard' && Number(maximum) < capacity
      ? [`${String(maximum)} units at most, ${capacity} at rest`]
      : []),
    ...hubs.flatMap(({ name, body }) => [
      ...over(`partitions of ${name}`, at(body, 'properties.partitionCount'), limits.partitions),
      ...over(
        `hours that ${name} keeps`,
        at(body, 'properties.retentionDescription.retentionTimeInHours'),
        limits.retentionHours,
      ),
      ...over(`groups of ${name}`, deployedGroups(deployment)[name]!.length, limits.groups),
    ]),
  ];
};
