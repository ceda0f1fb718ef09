import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import {
  connectorRuntime,
  RUNTIME,
  sendAsIs,
  type Connection,
  type Send,
  type WireRequest,
} from './connector-runtime';
import { callbackOf, requestOf, type Inputs } from './connector-request';

/** What an action gave; a status of 400 and above fails it. */
export interface Outcome {
  status: number;
  body: unknown;
}

export interface Delivery {
  headers: Record<string, string>;
  body: unknown;
}

export interface Trigger {
  /** The next thing that the flow is started with. */
  next(): Promise<Delivery>;
  /** All that came so far. */
  readonly received: readonly Delivery[];
  /** Where the platform was told to unsubscribe. */
  readonly location: string;
  /** Turns the flow off, and stops listening. @returns the status that the mesh answered */
  off(): Promise<number>;
}

export interface PowerAutomate {
  action(operationId: string, inputs: Inputs): Promise<Outcome>;
  trigger(operationId: string, inputs: Inputs): Promise<Trigger>;
}

/** Tries after the first one. */
const RETRIES = 4;
/** The default policy: growing by 7.5 s, never below 5 s nor above 45 s. */
const backoffMs = (retry: number): number => Math.min(45_000, Math.max(5_000, 7_500 * 2 ** retry));
/** Where an answer of 202 does not say when to ask again. */
const POLL_MS = 20_000;

const mayRetry = (status: number): boolean => status === 408 || status === 429 || status >= 500;

const retryAfterMs = (response: Response): number | undefined => {
  const seconds = response.headers.get('retry-after');
  return seconds === null ? undefined : Number(seconds) * 1_000;
};

const bodyOf = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  return /json/.test(response.headers.get('content-type') ?? '') ? (JSON.parse(text) as unknown) : text;
};

/** Somebody who listens where a flow does: takes all, and answers 202 at once. */
const listener = async () => {
  const received: Delivery[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      received.push({
        headers: request.headers as Record<string, string>,
        body: JSON.parse(text) as unknown,
      });
      response.writeHead(202).end();
      server.emit('delivery');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  let taken = 0;
  return {
    received,
    url: `http://127.0.0.1:${port}/workflows/1/triggers/ended/versions/1/run?sp=%2Frun&sig=c2lnbmF0dXJl`,
    next: async (): Promise<Delivery> => {
      while (received.length <= taken) await once(server, 'delivery');
      return received[taken++]!;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

/**
 * Power Automate as it is documented, driven by the connector's definition alone. It retries 408, 429 and 5xx four times,
 * exponentially or as `Retry-After` says, and nothing else; it polls the `Location` of an answer of 202 until the answer
 * is another; it subscribes a trigger with the address at which the flow listens, and unsubscribes by DELETE on the
 * `Location` that it got. An address that is not the connection's own is asked without the connection's token and key.
 * @param wait what waiting means here: a test need not
 */
export const powerAutomate = (
  connection: Connection,
  { wait, send = sendAsIs }: { wait: (ms: number) => Promise<void>; send?: Send },
): PowerAutomate => {
  const { definition } = connection;
  const runtime = connectorRuntime(connection, send);
  const ask = (request: WireRequest) => (request.url.startsWith(RUNTIME) ? runtime(request) : send(request));

  const retried = async (request: WireRequest): Promise<Response> => {
    for (let retry = 0; ; retry += 1) {
      const response = await ask(request);
      if (!mayRetry(response.status) || retry === RETRIES) return response;
      await response.body?.cancel();
      await wait(retryAfterMs(response) ?? backoffMs(retry));
    }
  };

  const polled = async (first: Response): Promise<Response> => {
    let response = first;
    for (;;) {
      const location = response.headers.get('location');
      if (response.status !== 202 || location === null) return response;
      await response.body?.cancel();
      await wait(retryAfterMs(response) ?? POLL_MS);
      response = await retried({ method: 'GET', url: location, headers: { accept: 'application/json' } });
    }
  };

  return {
    action: async (operationId, inputs) => {
      const response = await polled(await retried(requestOf(definition, operationId, inputs)));
      return { status: response.status, body: await bodyOf(response) };
    },
    trigger: async (operationId, inputs) => {
      const ear = await listener();
      const callback = { [callbackOf(definition, operationId)]: ear.url };
      const response = await retried(requestOf(definition, operationId, { ...inputs, ...callback }));
      const location = response.headers.get('location');
      if (response.status !== 201 || location === null) {
        await ear.close();
        throw new Error(`the trigger was not registered: ${response.status} ${await response.text()}`);
      }
      return {
        received: ear.received,
        next: ear.next,
        location,
        off: async () => {
          const { status } = await retried({ method: 'DELETE', url: location });
          await ear.close();
          return status;
        },
      };
    },
  };
};
