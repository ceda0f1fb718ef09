import type { Server, Socket } from 'node:net';
import { create_container } from 'rhea';
import type { Connection, Container, EventContext, Receiver, Sender } from 'rhea';
import type { Hubs } from '../hub';
import { nodeAt } from './address';
import type { Node } from './address';
import { consumers } from './consumers';
import type { Consumers } from './consumers';
import { MAX_MESSAGE_BYTES } from './events';
import { takeIn } from './intake';
import { outcomesBySession } from './outcomes';
import { RefusedError, asRefusal, notAllowed } from './refusal';
import { answerTo } from './requests';
import type { Service } from './requests';

/** A namespace's endpoint, to be listened for on any number of addresses. */
export type AmqpServer = { listen(options: { port: number; host: string }): Server; close(): void };

/** How many deliveries a session keeps that are not settled, from clients and to them. */
const SESSION_BUFFER = { incoming: 2048, outgoing: 1024 };

const REQUEST_CREDIT = 100;

const newContainer = (): Container =>
  create_container({
    id: 'event-broker',
    receiver_options: { credit_window: 0, autoaccept: false, max_message_size: MAX_MESSAGE_BYTES },
    sender_options: { snd_settle_mode: 1 },
  });

/** Where the answers of a service go: the link whose name or target the request names. */
const answerLink = (connection: Connection, service: Service, replyTo: unknown): Sender | undefined =>
  connection.find_sender(
    (link: Sender) =>
      (link.source?.address ?? '').endsWith(service === 'cbs' ? '$cbs' : '$management') &&
      (replyTo === undefined || link.name === replyTo || link.target?.address === replyTo),
  );

type Serving = { hubs: Hubs; outcomesOf: ReturnType<typeof outcomesBySession>; reading: Consumers };

const serveRequests = ({ hubs, outcomesOf }: Serving, link: Receiver, service: Service): void => {
  link.on('message', ({ connection, message, delivery }: EventContext) => {
    outcomesOf(link.session).accept(delivery!);
    answerLink(connection, service, message!.reply_to)?.send(answerTo(hubs, service, message!));
    link.add_credit(1);
  });
  link.add_credit(REQUEST_CREDIT);
};

/** A client sends. */
const openReceiver = (serving: Serving, link: Receiver): void => {
  const node = nodeAt(serving.hubs, link.target?.address ?? '');
  if (node.kind === 'consumer') throw new RefusedError(notAllowed('A consumer group cannot be sent to.'));
  link.set_source(link.source ?? {});
  link.set_target({ address: link.target.address });
  if (node.kind === 'requests') serveRequests(serving, link, node.service);
  else takeIn({ link, ...node, outcomes: serving.outcomesOf(link.session) });
};

/** A client receives; answers to requests need no more than the open link. */
const openSender = async (serving: Serving, link: Sender, connection: Connection): Promise<void> => {
  const node: Node = nodeAt(serving.hubs, link.source?.address ?? '');
  if (node.kind === 'hub')
    throw new RefusedError(notAllowed('A hub is received from by consumer group and partition.'));
  link.set_source({ address: link.source.address });
  link.set_target(link.target ?? {});
  if (node.kind === 'consumer') await serving.reading.open(link, connection, node);
};

const onLinks = (container: Container, serving: Serving): void => {
  container.on('receiver_open', ({ receiver }: EventContext) => {
    try {
      openReceiver(serving, receiver!);
    } catch (error) {
      receiver!.close(asRefusal(error));
    }
  });
  container.on('sender_open', ({ sender, connection }: EventContext) => {
    openSender(serving, sender!, connection).catch((error: unknown) => {
      serving.reading.end(sender!);
      sender!.close(asRefusal(error));
    });
  });
};

const onEnds = (container: Container, { reading }: Serving): void => {
  const ofConnection = ({ connection }: EventContext): void =>
    reading.endAll((link) => link.connection === connection);
  container.on('sender_close', ({ sender }: EventContext) => reading.end(sender!));
  container.on('session_close', ({ session }: EventContext) =>
    reading.endAll((link) => link.session === session),
  );
  container.on('connection_close', ofConnection);
  container.on('disconnected', ofConnection);
  // A client that breaks the protocol loses its connection; the others are not concerned.
  const faults = ['error', 'protocol_error', 'connection_error', 'session_error', 'receiver_close'];
  for (const fault of faults) container.on(fault, () => {});
};

/** Serves hubs over AMQP 1.0 to clients of Event Hubs. @see https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-protocol-guide */
export const amqpServer = ({ hubs, now }: { hubs: Hubs; now: () => number }): AmqpServer => {
  const container = newContainer();
  const serving = { hubs, outcomesOf: outcomesBySession(), reading: consumers({ now }) };
  const sockets = new Set<Socket>();
  onLinks(container, serving);
  onEnds(container, serving);
  return {
    listen: (options) => {
      const server = container.listen({ ...options, session_buffer_size: SESSION_BUFFER } as never);
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
