import type { Server, Socket } from 'node:net';
import { create_container } from 'rhea';
import type { Connection, Container, EventContext, Receiver, Sender, Session } from 'rhea';
import type { Hubs } from '../hub';
import { nodeAt } from './address';
import type { Node } from './address';
import { deliver } from './delivery';
import { MAX_MESSAGE_BYTES } from './events';
import { takeIn } from './intake';
import { outcomesBySession } from './outcomes';
import { ownership } from './ownership';
import { asRefusal } from './refusal';
import { answerTo } from './requests';
import type { Service } from './requests';
import { startPositionOf } from './selector';

/** A namespace's endpoint: hubs over AMQP 1.0, to be listened for on any number of addresses. */
export type AmqpServer = { listen(options: { port: number; host: string }): Server; close(): void };

type Options = { hubs: Hubs; now: () => number };

const SELECTOR_FILTER = 'apache.org:selector-filter:string';
const RUNTIME_METRIC = 'com.microsoft:enable-receiver-runtime-metric';
const EPOCH = 'com.microsoft:epoch';
const RECEIVER_NAME = 'com.microsoft:receiver-name';

/** A described string comes wrapped. */
const selectorOf = ({ source }: Sender): string | undefined => {
  const filter = (source as { filter?: Record<string, unknown> } | undefined)?.filter?.[SELECTOR_FILTER];
  return filter === undefined || filter === null
    ? undefined
    : String((filter as { value?: unknown }).value ?? filter);
};

const epochOf = ({ properties }: Sender): number | undefined => {
  const epoch: unknown = properties?.[EPOCH];
  return epoch === undefined || epoch === null ? undefined : Number(epoch);
};

const wants = ({ desired_capabilities: wanted }: Sender, capability: string): boolean =>
  [wanted ?? []].flat().some((name) => String(name) === capability);

const socketOf = (connection: Connection): Socket => (connection as unknown as { socket: Socket }).socket;

/** Serves hubs to clients of Event Hubs. @see https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-protocol-guide */
export const amqpServer = ({ hubs, now }: Options): AmqpServer => {
  const container: Container = create_container({
    id: 'event-broker',
    receiver_options: { credit_window: 0, autoaccept: false, max_message_size: MAX_MESSAGE_BYTES },
    sender_options: { snd_settle_mode: 1 },
  });
  const outcomesOf = outcomesBySession();
  const owners = ownership();
  const open = new Map<Sender, () => void>();
  const sockets = new Set<Socket>();

  /** Where the answers of a service go: the link whose name or target the request names. */
  const answerLink = (connection: Connection, service: Service, replyTo: unknown): Sender | undefined =>
    connection.find_sender(
      (link: Sender) =>
        (link.source?.address ?? '').endsWith(service === 'cbs' ? '$cbs' : '$management') &&
        (replyTo === undefined || link.name === replyTo || link.target?.address === replyTo),
    );

  const serveRequests = (link: Receiver, service: Service): void => {
    link.on('message', ({ connection, message, delivery }: EventContext) => {
      outcomesOf(link.session).accept(delivery!);
      answerLink(connection, service, message!.reply_to)?.send(answerTo(hubs, service, message!));
      link.add_credit(1);
    });
    link.add_credit(100);
  };

  const openReceiver = (link: Receiver, node: Node): void => {
    switch (node.kind) {
      case 'requests':
        return serveRequests(link, node.service);
      case 'hub':
        return takeIn({ link, ...node, outcomes: outcomesOf(link.session) });
      case 'consumer':
        return link.close({
          condition: 'amqp:not-allowed',
          description: 'A consumer group cannot be sent to.',
        });
    }
  };

  const openConsumer = async (
    link: Sender,
    connection: Connection,
    node: Node & { kind: 'consumer' },
  ): Promise<void> => {
    const position = startPositionOf(selectorOf(link));
    const epoch = epochOf(link);
    const close = (error: ReturnType<typeof asRefusal>): void => {
      end(link);
      link.close(error);
    };
    const name = String(link.properties?.[RECEIVER_NAME] ?? link.name);
    const key = `${node.hub.name}/${node.group.toLowerCase()}/${node.partitionId}`;
    const release = owners.claim(key, { name, ...(epoch === undefined ? {} : { epoch }), evict: close });
    open.set(link, release);
    const log = node.partition;
    const cursor = log.cursor(await log.find(position));
    if (!open.has(link)) return;
    const runtimeMetric = wants(link, RUNTIME_METRIC);
    const stop = deliver({
      link,
      socket: socketOf(connection),
      log,
      cursor,
      now,
      runtimeMetric,
      ended: close,
    });
    open.set(link, () => {
      stop();
      release();
    });
  };

  const end = (link: Sender): void => {
    open.get(link)?.();
    open.delete(link);
  };

  const openSender = async (link: Sender, connection: Connection, node: Node): Promise<void> => {
    if (node.kind === 'hub')
      return link.close({ condition: 'amqp:not-allowed', description: 'Receive from a consumer group.' });
    if (node.kind === 'consumer') await openConsumer(link, connection, node);
  };

  container.on('receiver_open', ({ receiver }: EventContext) => {
    const link = receiver!;
    try {
      const node = nodeAt(hubs, link.target?.address ?? '');
      link.set_source(link.source ?? {});
      link.set_target({ address: link.target.address! });
      openReceiver(link, node);
    } catch (error) {
      link.close(asRefusal(error));
    }
  });

  container.on('sender_open', ({ sender, connection }: EventContext) => {
    const link = sender!;
    const opened = async (): Promise<void> => {
      const node = nodeAt(hubs, link.source?.address ?? '');
      link.set_source({ address: link.source.address! });
      link.set_target(link.target ?? {});
      await openSender(link, connection, node);
    };
    opened().catch((error: unknown) => {
      end(link);
      link.close(asRefusal(error));
    });
  });

  const endAll = (isOver: (link: Sender) => boolean): void => {
    for (const link of [...open.keys()].filter(isOver)) end(link);
  };
  const ofConnection = ({ connection }: EventContext): void =>
    endAll((link) => link.connection === connection);
  const ofSession = ({ session }: { session?: Session }): void => endAll((link) => link.session === session);
  const nothing = (): void => {};

  container.on('sender_close', ({ sender }: EventContext) => end(sender!));
  container.on('session_close', ofSession);
  container.on('connection_close', ofConnection);
  container.on('disconnected', ofConnection);
  // A client that breaks the protocol loses its connection; the others are not concerned.
  for (const event of ['error', 'protocol_error', 'connection_error', 'session_error', 'receiver_close'])
    container.on(event, nothing);

  return {
    listen: (options) => {
      const server = container.listen({
        ...options,
        session_buffer_size: { incoming: 2048, outgoing: 1024 },
      } as never);
      server.on('connection', (socket: Socket) => {
        socket.setNoDelay(true);
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
      });
      return server;
    },
    close: () => {
      for (const socket of sockets) socket.destroySoon();
    },
  };
};
