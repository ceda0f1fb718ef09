import type { Socket } from 'node:net';
import type { Connection, Sender } from 'rhea';
import type { Node } from './address';
import { deliver } from './delivery';
import { epochOf } from './epoch';
import { ownership } from './ownership';
import type { Ownership } from './ownership';
import type { Refusal } from './refusal';
import { startPositionOf } from './selector';

/** The links that receive from partitions. */
export type Consumers = {
  /** @throws RefusedError */
  open(link: Sender, connection: Connection, node: Node & { kind: 'consumer' }): Promise<void>;
  end(link: Sender): void;
  endAll(isOver: (link: Sender) => boolean): void;
};

const SELECTOR_FILTER = 'apache.org:selector-filter:string';
const RUNTIME_METRIC = 'com.microsoft:enable-receiver-runtime-metric';
const RECEIVER_NAME = 'com.microsoft:receiver-name';

/** A described string comes wrapped. */
const selectorOf = ({ source }: Sender): string | undefined => {
  const filters = (source as { filter?: Record<string, string | { value: string }> } | undefined)?.filter;
  const filter = filters?.[SELECTOR_FILTER] ?? undefined;
  return typeof filter === 'object' ? filter.value : filter;
};

const wantsRuntimeMetric = ({ desired_capabilities: wanted }: Sender): boolean =>
  [wanted ?? []].flat().some((name) => name === RUNTIME_METRIC);

const socketOf = (connection: Connection): Socket => (connection as unknown as { socket: Socket }).socket;

type Claim = {
  owners: Ownership;
  link: Sender;
  node: Node & { kind: 'consumer' };
  evict: (why: Refusal) => void;
};

const claim = ({ owners, link, node, evict }: Claim): (() => void) => {
  const name = String(link.properties?.[RECEIVER_NAME] ?? link.name);
  const epoch = epochOf(link.properties);
  const key = `${node.hub.name}/${node.group.toLowerCase()}/${node.partitionId}`;
  return owners.claim(key, { name, ...(epoch === undefined ? {} : { epoch }), evict });
};

export const consumers = ({ now }: { now: () => number }): Consumers => {
  const owners = ownership();
  const open = new Map<Sender, () => void>();

  const end = (link: Sender): void => {
    open.get(link)?.();
    open.delete(link);
  };

  return {
    open: async (link, connection, node) => {
      const position = startPositionOf(selectorOf(link));
      const evict = (why: Refusal): void => {
        end(link);
        link.close(why);
      };
      const release = claim({ owners, link, node, evict });
      open.set(link, release);
      const log = node.partition;
      const cursor = log.cursor(await log.find(position));
      // It may have gone, or been put out, while the disk was searched.
      if (!open.has(link)) return;
      const runtimeMetric = wantsRuntimeMetric(link);
      const stop = deliver({
        link,
        socket: socketOf(connection),
        log,
        cursor,
        now,
        runtimeMetric,
        ended: evict,
      });
      open.set(link, () => {
        stop();
        release();
      });
    },
    end,
    endAll: (isOver) => {
      for (const link of [...open.keys()].filter(isOver)) end(link);
    },
  };
};
