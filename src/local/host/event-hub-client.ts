import type { Socket } from 'node:net';
import { create_container, types } from 'rhea';
import type { Connection, ConnectionOptions, EventContext, Message, Receiver } from 'rhea';
import type { EventHubsEndpoint } from './connection-string';
import { toReceivedEvent } from './received-event';
import type { ReceivedEvent } from './received-event';

/** Where in a partition to begin. */
export type StartPosition = { after: string } | { from: 'start' } | { from: 'end' } | { enqueuedAfter: Date };

export interface PartitionSubscription {
  partitionId: string;
  position: StartPosition;
  /** How many events may be on their way at once. */
  prefetch: number;
  onEvent: (event: ReceivedEvent) => void;
  /** Another receiver took the partition. */
  onLost: () => void;
}

export interface PartitionReceiver {
  /** Lets that many more events come. */
  credit(events: number): void;
  close(): void;
}

/** Reads one hub for one consumer group. A broken connection is made again by itself, where it left off. */
export interface EventHubClient {
  partitionIds(): Promise<string[]>;
  receive(subscription: PartitionSubscription): PartitionReceiver;
  close(): Promise<void>;
}

export interface EventHubClientOptions {
  endpoint: EventHubsEndpoint;
  hub: string;
  consumerGroup: string;
  onError: (message: string) => void;
}

const backoffMs = [50, 100, 200, 400, 800, 1000];
const requestTimeoutMs = 5000;
const closeTimeoutMs = 500;
// The type of a selector filter, as Event Hubs registers it.
const selectorFilter = 'apache.org:selector-filter:string';
const selectorDescriptor = 0x468c00000004;

/** A client over AMQP: lighter than the SDK's, and told at once when the broker is gone. */
export const eventHubClient = ({
  endpoint,
  hub,
  consumerGroup,
  onError,
}: EventHubClientOptions): EventHubClient => {
  const container = create_container();
  const open = new Set<{ attach: () => void; detached: () => void }>();
  const waiters: { resolve: (connection: Connection) => void; reject: (error: Error) => void }[] = [];
  let connection: Connection | undefined;
  let connecting: Connection | undefined;
  let failures = 0;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;

  const connect = (): void => {
    if (connecting || closed) return;
    const made = container.connect(connectionOptions(endpoint));
    connecting = made;
    made.on('connection_open', () => {
      connection = made;
      failures = 0;
      for (const { resolve } of waiters.splice(0)) resolve(made);
      for (const { attach } of open) attach();
    });
    // Said once for a connection that ends, whoever ended it.
    made.on('disconnected', ({ error }: EventContext) => lost(made, error));
    made.on('connection_close', () => lost(made, undefined));
    for (const event of ['connection_error', 'error', 'protocol_error', 'session_error', 'session_close'])
      made.on(event, () => undefined);
  };
  const lost = (made: Connection, error: unknown): void => {
    if (connecting !== made) return;
    connecting = undefined;
    connection = undefined;
    for (const { detached } of open) detached();
    const message = `No connection to the broker at ${endpoint.host}:${endpoint.port}${error instanceof Error ? `: ${error.message}` : ''}`;
    for (const { reject } of waiters.splice(0)) reject(new Error(message));
    if (closed) return;
    if (failures === 0) onError(`${message}. It is tried again until it is there.`);
    retry = setTimeout(connect, backoffMs[Math.min(failures++, backoffMs.length - 1)]);
  };
  const connected = (): Promise<Connection> =>
    connection
      ? Promise.resolve(connection)
      : new Promise((resolve, reject) => {
          waiters.push({ resolve, reject });
          if (!retry) connect();
        });

  connect();
  return {
    partitionIds: async () => readPartitionIds(await connected(), hub),
    receive: (subscription) => {
      const address = `${hub}/ConsumerGroups/${consumerGroup}/Partitions/${subscription.partitionId}`;
      const link = partitionLink({ subscription, address, connection: () => connection, onError });
      open.add(link);
      if (connection) link.attach();
      return {
        credit: link.credit,
        close: () => {
          open.delete(link);
          link.close();
        },
      };
    },
    close: async () => {
      closed = true;
      clearTimeout(retry);
      if (connecting) await closeConnection(connecting);
    },
  };
};

/** Says goodbye; who does not answer soon is left. */
const closeConnection = async (connection: Connection): Promise<void> => {
  const { socket } = connection as unknown as { socket: Socket };
  if (socket.destroyed) return;
  const gone = new Promise<void>((resolve) => void socket.once('close', () => resolve()));
  const timer = setTimeout(() => socket.destroy(), closeTimeoutMs);
  if (connection.is_open()) connection.close();
  else socket.destroy();
  await gone;
  clearTimeout(timer);
};

// No idle time-out: on one machine the end of a process closes its sockets at once.
const connectionOptions = ({ host, port, tls }: EventHubsEndpoint): ConnectionOptions => ({
  host,
  hostname: host,
  port,
  reconnect: false,
  username: 'anonymous',
  ...(tls && { transport: 'tls', servername: host }),
});

interface PartitionLinkOptions {
  subscription: PartitionSubscription;
  address: string;
  connection: () => Connection | undefined;
  onError: (message: string) => void;
}

/** The link of one partition, opened again after each loss where it left off. */
const partitionLink = ({ subscription, address, connection, onError }: PartitionLinkOptions) => {
  let position = subscription.position;
  let allowed = subscription.prefetch;
  let receiver: Receiver | undefined;
  let ended = false;

  const attach = (): void => {
    const current = connection();
    if (ended || !current) return;
    const link = current.open_receiver(receiverOptions(address, position));
    receiver = link;
    link.add_credit(allowed);
    link.on('message', ({ message }: EventContext) => {
      if (receiver !== link || ended) return;
      const event = toReceivedEvent(message!);
      position = { after: event.offset };
      allowed--;
      subscription.onEvent(event);
    });
    link.on('receiver_error', () => undefined);
    link.on('receiver_close', () => closedByBroker(link));
  };
  const closedByBroker = (link: Receiver): void => {
    if (receiver !== link || ended) return;
    receiver = undefined;
    const error = link.error as { condition?: string; description?: string } | undefined;
    if (error?.condition === 'amqp:link:stolen') return subscription.onLost();
    onError(
      `The broker closed ${address}: ${error?.description ?? 'it said no reason'}. It is opened again.`,
    );
    setTimeout(attach, 500);
  };
  return {
    attach,
    detached: () => void (receiver = undefined),
    credit: (events: number) => {
      allowed += events;
      receiver?.add_credit(events);
    },
    close: () => {
      ended = true;
      receiver?.close();
    },
  };
};

const receiverOptions = (address: string, position: StartPosition) => ({
  source: {
    address,
    filter: { [selectorFilter]: types.wrap_described(selectorOf(position), selectorDescriptor) },
  },
  credit_window: 0,
  // An epoch makes the receiver the only one of its consumer group: whoever comes later with the same takes over.
  properties: { 'com.microsoft:epoch': types.wrap_long(0) },
});

const selectorOf = (position: StartPosition): string => {
  if ('after' in position) return `amqp.annotation.x-opt-offset > '${position.after}'`;
  if ('enqueuedAfter' in position)
    return `amqp.annotation.x-opt-enqueued-time > '${position.enqueuedAfter.getTime()}'`;
  return `amqp.annotation.x-opt-offset > '${position.from === 'start' ? '-1' : '@latest'}'`;
};

/** Asks the broker's management node. @throws Error (rejects) where it refuses or does not answer */
const readPartitionIds = (connection: Connection, hub: string): Promise<string[]> =>
  new Promise((resolve, reject) => {
    const replyTo = `host-${Math.random().toString(36).slice(2)}`;
    const receiver = connection.open_receiver({
      source: { address: '$management' },
      target: { address: replyTo },
      name: replyTo,
    });
    const sender = connection.open_sender('$management');
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      connection.removeListener('disconnected', onDisconnected);
      if (connection.is_open()) {
        receiver.close();
        sender.close();
      }
      settle();
    };
    const onDisconnected = (): void => finish(() => reject(new Error('The broker closed the connection.')));
    const timer = setTimeout(
      () => finish(() => reject(new Error(`The broker did not say how many partitions ${hub} has.`))),
      requestTimeoutMs,
    );
    connection.once('disconnected', onDisconnected);
    receiver.on('message', ({ message }: EventContext) => finish(() => answered(message!)));
    for (const event of ['sender_error', 'receiver_error']) connection.on(event, () => undefined);
    const answered = (message: Message): void => {
      const properties = message.application_properties as Record<string, unknown> | undefined;
      const ids = (message.body as { partition_ids?: unknown[] } | undefined)?.partition_ids;
      if (properties?.['status-code'] === 200 && ids) return resolve(ids.map(String));
      reject(new Error(`The broker knows no hub ${hub}: ${String(properties?.['status-description'])}`));
    };
    sender.once('sendable', () =>
      sender.send({
        message_id: replyTo,
        reply_to: replyTo,
        application_properties: { operation: 'READ', name: hub, type: 'com.microsoft:eventhub' },
        body: '',
      }),
    );
  });
