import type { ApiRequest } from './route';

/** Absolute addresses of what an answer speaks of. */
export interface Links {
  run(id: string, since?: number | string): string;
  result(id: string, since?: number | string): string;
  letter(id: string): string;
  replay(id: string): string;
  hook(id: string): string;
  schema(type: string, version: string): string;
  /** What is asked for, from this cursor on. */
  page(cursor: string): string;
}

/**
 * Links from where callers reach the mesh: a public address (without `/api`), else the one of the request.
 * `since` tells when an intent was accepted, so that the link answers although the run is not there yet.
 */
export const linksFor =
  (publicUrl?: string) =>
  ({ url }: Pick<ApiRequest, 'url'>): Links => {
    const base = `${(publicUrl ?? url.origin).replace(/\/+$/, '')}/api`;
    const query = (since: number | string | undefined) =>
      since === undefined ? '' : `?since=${encodeURIComponent(since)}`;
    const run = (id: string) => `${base}/runs/${encodeURIComponent(id)}`;
    return {
      run: (id, since) => run(id) + query(since),
      result: (id, since) => `${run(id)}/result${query(since)}`,
      letter: (id) => `${base}/dead-letters/${encodeURIComponent(id)}`,
      replay: (id) => `${base}/replays/${encodeURIComponent(id)}`,
      hook: (id) => `${base}/hooks/${encodeURIComponent(id)}`,
      page: (cursor) => {
        const query = new URLSearchParams(url.searchParams);
        query.set('cursor', cursor);
        return `${base}${url.pathname.replace(/^\/api/, '')}?${query.toString()}`;
      },
      schema: (type, version) => `${base}/schemas/${encodeURIComponent(type)}/${version}`,
    };
  };
