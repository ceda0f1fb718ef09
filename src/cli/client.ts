import type { Problem } from '../contracts/problem';

/** What the command line could not do, in words for the person at the keyboard. */
export class CliError extends Error {}

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
const problemText = (status: number, { title, detail, errors = [] }: Partial<Problem>): string => {
  // The detail tells the first fault, and so would tell it twice.
  const what = (errors.length ? title : detail) ?? title ?? 'The mesh refused this';
  const left = errors.length - SHOWN;
  return [
    `${what} (${status})`,
    ...errors.slice(0, SHOWN).map(faultText),
    ...(left > 0 ? [`  and ${left} more`] : []),
  ].join('\n');
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return { detail: text.slice(0, 500) };
  }
};

const AWAY = new Set([502, 503, 504]);

const answerOf = async <T>(response: Response): Promise<T> => {
  const body = parsed((await response.text()) || '{}');
  if (response.ok) return body as T;
  const text = problemText(response.status, body as Problem);
  throw AWAY.has(response.status) ? new AwayError(text) : new CliError(text);
};

interface Call {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
}

/** A client of the mesh's HTTP interface; problem details become sentences. */
export const clientOf = ({ url, token, key }: Address): Client => {
  const subscription = key ? { 'ocp-apim-subscription-key': key } : {};
  const call = async <T>(path: string, init: Call = {}): Promise<T> => {
    const authorization = `Bearer ${await token()}`;
    const headers = { ...init.headers, ...subscription, authorization };
    const request = fetch(`${url}/${path}`, { ...init, headers });
    const response = await request.catch(() => {
      throw new AwayError(
        `No mesh answers at ${url}. Start one with npm start, or name another with --url or --data.`,
      );
    });
    return answerOf<T>(response);
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
