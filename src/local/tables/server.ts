import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { errorJson, type Answer } from './answer';
import { Refusal, refusal } from './refusal';
import type { Request } from './service';
import { isSigned } from './shared-key';

const MOST_BYTES = 4 * 1024 * 1024;
const VERSION = '2019-02-02';

interface Deps {
  serve(request: Request): Promise<Answer>;
  /** The clock of the store, in milliseconds since 1970. */
  now: () => number;
  warn: (text: string) => void;
}

/** Reads a body whole; one that is too large is read to its end and not kept, so that the answer is heard. */
const bodyOf = (incoming: IncomingMessage): Promise<Buffer | undefined> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) chunks.length = 0;
      else chunks.push(chunk);
    });
    incoming.on('end', () => resolve(bytes > MOST_BYTES ? undefined : Buffer.concat(chunks)));
    incoming.on('error', reject).on('aborted', () => reject(new Error('aborted')));
  });

const requestOf = (incoming: IncomingMessage, id: string, body: string): Request => {
  const { method = 'GET', url = '/', headers } = incoming;
  const question = url.indexOf('?');
  // Who cannot send MERGE says so in a header.
  const tunnelled = method === 'POST' ? headers['x-http-method'] : undefined;
  return {
    id,
    method: String(tunnelled ?? method).toUpperCase(),
    path: question < 0 ? url : url.slice(0, question),
    query: new URLSearchParams(question < 0 ? '' : url.slice(question + 1)),
    header: (name) => headers[name]?.toString(),
    origin: `http://${headers.host ?? 'localhost'}`,
    body,
  };
};

const refused = (error: unknown, id: string, warn: Deps['warn']): Answer => {
  if (!(error instanceof Refusal))
    warn(`a request could not be answered: ${error instanceof Error ? error.stack : String(error)}`);
  const said = error instanceof Refusal ? error : refusal('InternalError');
  return {
    status: said.status,
    headers: {
      'content-type': 'application/json;odata=minimalmetadata;streaming=true;charset=utf-8',
      'x-ms-error-code': said.code,
    },
    body: errorJson(said, id),
  };
};

/** The table service over HTTP. */
export const tableServer = ({ serve, now, warn }: Deps): Server => {
  const answerTo = async (incoming: IncomingMessage, id: string): Promise<Answer> => {
    const body = await bodyOf(incoming);
    if (!body) throw refusal('RequestBodyTooLarge');
    const { method = 'GET', url = '/', headers } = incoming;
    if (!isSigned({ method, url, headers })) throw refusal('AuthenticationFailed');
    return serve(requestOf(incoming, id, body.toString('utf8')));
  };

  const send = (
    outgoing: ServerResponse,
    { status, headers = {}, body = '' }: Answer,
    more: Record<string, string>,
  ): void => {
    const bytes = Buffer.from(body, 'utf8');
    outgoing.writeHead(status, {
      'x-ms-version': VERSION,
      date: new Date(now()).toUTCString(),
      ...more,
      ...headers,
      ...(status !== 204 && { 'content-length': bytes.length }),
    });
    outgoing.end(bytes);
  };

  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const id = randomUUID();
    const client = incoming.headers['x-ms-client-request-id'];
    const answer = await answerTo(incoming, id).catch((error: unknown) => refused(error, id, warn));
    send(outgoing, answer, {
      'x-ms-request-id': id,
      ...(client !== undefined && { 'x-ms-client-request-id': String(client) }),
    });
  };

  // An idle connection is kept for longer than clients keep theirs: one that the server closes may just be in use.
  return createServer({ keepAliveTimeout: 120_000 }, (incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  });
};
