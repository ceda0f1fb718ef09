import { meshClient, type MeshOptions } from '../../../clients/typescript/src';

/** A request as the mesh would see it. */
export interface Seen {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: unknown;
}

export type Reply = Response | Error | ((seen: Seen) => Response);

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  Response.json(body, { status, headers });

export const problem = (status: number, kind: string, headers: Record<string, string> = {}): Response =>
  json(status, { type: `/problems/${kind}`, title: 'No', status, detail: `It is ${kind}.` }, headers);

const seenOf = (url: string, { method = 'GET', headers, body }: RequestInit): Seen => ({
  method,
  path: url.replace('https://mesh.example', ''),
  headers: headers as Record<string, string>,
  body,
});

/** A client before a mesh that gives these replies, one after the other, and what it was asked. */
export const wired = (replies: readonly Reply[], options: Partial<MeshOptions> = {}) => {
  const seen: Seen[] = [];
  const left = [...replies];
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    init.signal?.throwIfAborted();
    const request = seenOf(url, init);
    seen.push(request);
    const reply = left.shift();
    if (reply === undefined) throw new Error(`nobody expected ${request.method} ${request.path}`);
    if (reply instanceof Error) throw reply;
    return typeof reply === 'function' ? reply(request) : reply;
  };
  const mesh = meshClient({
    url: 'https://mesh.example/api',
    token: 't',
    retry: { firstMs: 0 },
    fetch: fetch as typeof globalThis.fetch,
    ...options,
  });
  return { mesh, seen };
};

export const caught = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

export const RUN = '7d3f2a10-5b6c-8d4e-9f01-23456789abcd';
