import {
  MeshProblem,
  MeshUnreachable,
  meshClientOver,
  transport,
  type MeshClient,
  type Problem,
  type Send,
} from '../../clients/typescript/src';

/** What the command line could not do, in words for the person at the keyboard. */
export class CliError extends Error {
  /** Of the answer, where the mesh gave one. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

/** Nobody answers, or says that it is passing: asking again may help. */
export class AwayError extends CliError {}

export interface Client {
  get<T>(path: string): Promise<T>;
  /** The body as JSON, or as it is with a content type of its own. */
  post<T>(path: string, body: unknown, contentType?: string, headers?: Record<string, string>): Promise<T>;
  remove(path: string): Promise<void>;
}

export interface Address {
  /** With `/api`. */
  url: string;
  /** A bearer token, or how to get one. */
  token: () => Promise<string>;
  /** Of a subscription in API Management, where that stands before the mesh. */
  key?: string;
}

type Fault = NonNullable<Problem['errors']>[number];

const faultText = ({ index, pointer, message }: Fault): string =>
  `  ${index === undefined ? '' : `event ${index} `}${pointer || '(the whole)'}: ${message}`;

/** Faults that are shown; who has more begins with these. */
const SHOWN = 10;

/** A problem as people read it: what is wrong here, and each field that is wrong. */
const problemText = ({ status, title, detail, errors = [] }: Problem): string => {
  // The detail tells the first fault, and so would tell it twice.
  const what = errors.length ? title : detail;
  const left = errors.length - SHOWN;
  return [
    `${what} (${status})`,
    ...errors.slice(0, SHOWN).map(faultText),
    ...(left > 0 ? [`  and ${left} more`] : []),
  ].join('\n');
};

const AWAY = new Set([502, 503, 504]);

/** What the client throws, in words for the person at the keyboard. */
const inWords = (error: unknown, url: string): unknown => {
  if (error instanceof MeshUnreachable)
    return new AwayError(
      `No mesh answers at ${url}. Start one with npm start, or name another with --url or --data.`,
    );
  if (!(error instanceof MeshProblem)) return error;
  const text = problemText(error.problem);
  return AWAY.has(error.status) ? new AwayError(text) : new CliError(text, error.status);
};

/** Nothing is sent again: whoever sits there sees at once what is wrong, and commands that wait ask again themselves. */
const senderTo = ({ url, token, key }: Address): Send => {
  const send = transport({ url, token, ...(key !== undefined && { key }), retry: false });
  return (request) =>
    send(request).catch((error: unknown) => {
      throw inWords(error, url);
    });
};

/** The typed client of the mesh; problem details become sentences. */
export const meshOf = (address: Address): MeshClient => meshClientOver(senderTo(address));

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text || '{}');
  } catch {
    return { detail: text.slice(0, 500) };
  }
};

interface Call {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
}

/** The same by path, for what is asked in ways that have no method. */
export const clientOf = (address: Address): Client => {
  const send = senderTo(address);
  const call = async <T>(path: string, { method = 'GET', ...rest }: Call = {}): Promise<T> => {
    const response = await send({ method, path: `/api/${path}`, safe: false, ...rest });
    return parsed(await response.text()) as T;
  };
  return {
    get: (path) => call(path),
    remove: async (path) => void (await call(path, { method: 'DELETE' })),
    post: (path, body, contentType = 'application/json', headers = {}) =>
      call(path, {
        method: 'POST',
        headers: { ...headers, 'content-type': contentType },
        body: contentType === 'application/json' ? JSON.stringify(body) : (body as Uint8Array<ArrayBuffer>),
      }),
  };
};
