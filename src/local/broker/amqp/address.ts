import type { Hub, Hubs } from '../hub';
import type { PartitionLog } from '../log/partition-log';
import { RefusedError, noSuchPartition, notFound } from './refusal';

/** What a link is to. */
export type Node =
  | { kind: 'requests'; service: 'cbs' | 'management' }
  | { kind: 'hub'; hub: Hub; partition?: PartitionLog }
  | { kind: 'consumer'; hub: Hub; group: string; partitionId: number; partition: PartitionLog };

/** The path of an address that may be a whole URL. */
const pathOf = (address: string): string =>
  address.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/^\/+|\/+$/g, '');

const partitionOf = (hub: Hub, id: string): PartitionLog => {
  const partition = /^\d{1,4}$/.test(id) ? hub.partitions[Number(id)] : undefined;
  if (!partition) throw new RefusedError(noSuchPartition(hub.partitions.length));
  return partition;
};

const hubNamed = (hubs: Hubs, name: string): Hub => {
  const hub = hubs.find(name);
  if (!hub) throw new RefusedError(notFound(name));
  return hub;
};

const SENDER = /^([^/]+)(?:\/partitions\/([^/]+))?$/i;
const RECEIVER = /^([^/]+)\/consumergroups\/([^/]+)\/partitions\/([^/]+)$/i;

/** Finds what an address names. @throws RefusedError where it names nothing */
export const nodeAt = (hubs: Hubs, address: string): Node => {
  const path = pathOf(address);
  if (path === '$cbs') return { kind: 'requests', service: 'cbs' };
  if (path === '$management' || path.endsWith('/$management'))
    return { kind: 'requests', service: 'management' };
  const [, name, id] = SENDER.exec(path) ?? [];
  if (name !== undefined) {
    const hub = hubNamed(hubs, name);
    return { kind: 'hub', hub, ...(id === undefined ? {} : { partition: partitionOf(hub, id) }) };
  }
  const [, hubName, group, partitionId] = RECEIVER.exec(path) ?? [];
  if (hubName === undefined || group === undefined || partitionId === undefined)
    throw new RefusedError(notFound(path));
  const hub = hubNamed(hubs, hubName);
  if (!hub.hasGroup(group)) throw new RefusedError(notFound(`${hub.name}:${group}`));
  return {
    kind: 'consumer',
    hub,
    group,
    partitionId: Number(partitionId),
    partition: partitionOf(hub, partitionId),
  };
};
