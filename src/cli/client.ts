import type { Problem } from '../contracts/problem';

/** What the command line could not do, in words for the person at the keyboard. */
export class CliError extends Error {}

export interface Client {
  get<T>(path: string): Promise<T>;
  /** The body as JSON, or as it is with a content type of its own. */
  post<T>(path: string, body: unknown, contentType?: string, headers?: Record<string, string>): Promise<T>;
}

export interface Address {
  /** With `/api`. */
  url: string;
  /** A bearer token, or how to get one. */
  token: () => Promise<string>;
}

const saying = ({ title, detail, errors }: Partial<Problem>): string =>
  [
    title,
    detail && detail !== title ? detail : undefined,
    ...(errors ?? []).map(
      ({ index, pointer, message }) =>
        `  ${index === undefined ? '' : `event ${index} `}${pointer || '(the whole)'}: ${message}`,
    ),
  ]
    .filter(Boolean)
    .join('\n');

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return { detail: text.slice(0, 500) };
  }
};

const answerOf = async <T>(response: Response, what: string): Promise<T> => {
  const body = parsed((await response.text()) || '{}');
  if (response.ok) return body as T;
  throw new CliError(`${what}: ${response.status}. ${saying(body as Problem)}`);
};

/** A client of the mesh's HTTP interface; problem details become sentences. */
export const clientOf = ({ url, token }: Address): Client => {
  const call = async (path: string, init: RequestInit): Promise<Response> => {
    try {
      return await fetch(`${url}/${path}`, {
        ...init,
        headers: { ...init.headers, authorization: `Bearer ${await token()}` },
      });
    } catch (error) {
      if (error instanceof CliError) throw error;
      throw new CliError(`No mesh answers at ${url}. Start one with npm start, or name another with --url.`);
    }
  };
  return {
    get: async (path) => answerOf(await call(path, {}), `GET ${path}`),
    post: async (path, body, contentType = 'application/json', headers = {}) => {
      const sent =
        contentType === 'application/json' ? JSON.stringify(body) : (body as Uint8Array<ArrayBuffer>);
      return answerOf(
        await call(path, {
          method: 'POST',
          body: sent,
          headers: { ...headers, 'content-type': contentType },
        }),
        `POST ${path}`,
      );
    },
  };
};
