import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { request as http, type IncomingMessage } from 'node:http';
import { request as https } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Post, Posted, PostToSink } from '../mesh/ports/sink';
import { isPublicAddress } from '../mesh/webhooks/address';
import { sinkFault, type Targets } from '../mesh/webhooks/sink';

type Resolve = (
  name: string,
  options: { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface HttpsSinkOptions {
  targets: Targets;
  /** How long an answer may take, from the name to its status; milliseconds. */
  timeoutMs?: number;
  /** The system's, if absent. */
  resolve?: Resolve;
}

const TIMEOUT_MS = 10_000;
/** Of an answer no more is read than what may tell why it is a refusal. */
const READ_BYTES = 4 * 1024;
const INSIDE = 'EINSIDE';

const inside = (): NodeJS.ErrnoException =>
  Object.assign(new Error('the name leads to an address inside a network'), { code: INSIDE });

/**
 * Resolves a name for the connection that is about to be made, and refuses it where any of its addresses is inside a
 * network: what a name meant when somebody subscribed says nothing about what it means now.
 */
const publicLookup =
  (resolve: Resolve): LookupFunction =>
  (name, options, callback) =>
    resolve(name, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      if (!addresses.every(({ address }) => isPublicAddress(address))) return callback(inside(), []);
      if (options.all) return callback(null, addresses);
      return callback(null, addresses[0]!.address, addresses[0]!.family);
    });

/** What a refusal calls itself: `{ "error": { "code": "…" } }` or `{ "code": "…" }`. */
const codeIn = (text: string): string | undefined => {
  try {
    const body = JSON.parse(text) as { code?: unknown; error?: { code?: unknown } } | null;
    const code = body?.error?.code ?? body?.code;
    return typeof code === 'string' && /^\w{1,100}$/.test(code) ? code : undefined;
  } catch {
    return undefined;
  }
};

const beginningOf = async (response: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= READ_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8', 0, READ_BYTES);
};

const answered = async (response: IncomingMessage): Promise<Posted> => {
  const { statusCode: status = 0, headers } = response;
  const isRefusal = status >= 400 && status < 500;
  const code = isRefusal ? codeIn(await beginningOf(response).catch(() => '')) : undefined;
  response.destroy();
  const retryAfter = headers['retry-after'];
  return {
    kind: 'answered',
    status,
    ...(retryAfter !== undefined && { retryAfter }),
    ...(code !== undefined && { code }),
  };
};

/** The system's name for a fault, never its message, which may hold the address. */
const nameOf = (error: unknown): string => {
  const { code, name } = error as NodeJS.ErrnoException;
  return name === 'TimeoutError' ? 'ETIMEDOUT' : (code ?? 'EUNKNOWN');
};

/**
 * Posts to subscribers over HTTPS: a connection each time, no redirects, and no address inside a network unless the
 * targets are `any`.
 */
export const httpsSink = ({
  targets,
  timeoutMs = TIMEOUT_MS,
  resolve = dnsLookup,
}: HttpsSinkOptions): PostToSink => {
  const guard = targets === 'any' ? {} : { lookup: publicLookup(resolve) };

  const send = ({ sink, headers, body }: Post, signal: AbortSignal): Promise<IncomingMessage> =>
    new Promise((done, failed) => {
      const url = new URL(sink);
      const options = {
        ...guard,
        method: 'POST',
        headers: { ...headers, 'content-length': String(body.length) },
        // A connection that is kept was checked long ago.
        agent: false as const,
        signal,
      };
      const request = (url.protocol === 'https:' ? https : http)(url, options);
      // An error behind the answer is of no interest, and must not end the process.
      request.once('response', done).on('error', failed).end(body);
    });

  return async (post) => {
    // An address that is written as numbers is never looked up.
    if (sinkFault(post.sink, targets) !== undefined) return { kind: 'inside' };
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      return await answered(await send(post, signal));
    } catch (error) {
      const code = nameOf(signal.aborted ? signal.reason : error);
      return code === INSIDE ? { kind: 'inside' } : { kind: 'unreachable', code };
    }
  };
};
