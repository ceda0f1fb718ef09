import { MeshUnreachable, problemOf } from './problem';
import { RETRY, isPassing, pauseMs, retryAfterMs, sleep, type RetryPolicy } from './retry';

export interface MeshOptions {
  /** Where the mesh is, with or without `/api`: `https://contoso.azure-api.net/mesh`. */
  url: string;
  /** A bearer token, or what gets one: asked before every try, so it had better keep one while it is good. */
  token?: string | (() => string | Promise<string>);
  /** Key of a subscription in API Management, where that stands before the mesh. */
  key?: string;
  /** Parts of the policy that are to be other; `false`: no call is made again. */
  retry?: Partial<RetryPolicy> | false;
  /** Milliseconds that one try may take: 100,000 if absent, which is more than the longest `wait`. */
  timeoutMs?: number;
  /** Another fetch than that of the platform. */
  fetch?: typeof fetch;
}

export interface Request {
  method: string;
  /** From `/api` on. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array<ArrayBuffer>;
  /** Whether doing it twice is doing it once: only then it is made again. */
  safe: boolean;
  /** Statuses that are an answer and no problem, beside those below 400. */
  takes?: readonly number[];
  signal?: AbortSignal;
  timeoutMs?: number;
}

/** @throws MeshProblem where the mesh says no, MeshUnreachable where nobody answers, the signal's reason when it aborts */
export type Send = (request: Request) => Promise<Response>;

const TIMEOUT_MS = 100_000;

const baseOf = (url: string): string => url.replace(/\/+$/, '').replace(/\/api$/, '');

/** Sends requests, again where that is safe and helps. */
export const transport = (options: MeshOptions): Send => {
  const { url, token, key, timeoutMs = TIMEOUT_MS, fetch: send = fetch } = options;
  const policy: RetryPolicy =
    options.retry === false ? { ...RETRY, tries: 1 } : { ...RETRY, ...options.retry };
  const base = baseOf(url);

  const headersOf = async ({ headers }: Request): Promise<Record<string, string>> => {
    const bearer = typeof token === 'function' ? await token() : token;
    return {
      ...headers,
      ...(key !== undefined && { 'ocp-apim-subscription-key': key }),
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    };
  };

  const once = async (request: Request): Promise<Response> => {
    const { method, path, body, signal } = request;
    const headers = await headersOf(request);
    const late = AbortSignal.timeout(request.timeoutMs ?? timeoutMs);
    try {
      return await send(base + path, {
        method,
        headers,
        signal: signal ? AbortSignal.any([signal, late]) : late,
        ...(body !== undefined && { body }),
      });
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw new MeshUnreachable(base, error);
    }
  };

  /** Milliseconds until the next try; undefined where there is none. */
  const pauseAfter = (failed: number, { safe }: Request, headers = new Headers()): number | undefined => {
    if (!safe || failed >= policy.tries) return undefined;
    const asked = retryAfterMs(headers, Date.now());
    const pause = pauseMs(policy, { failed, asked, random: Math.random() });
    return pause <= policy.mostMs ? pause : undefined;
  };

  return async (request) => {
    for (let failed = 1; ; failed += 1) {
      const answer = await once(request).catch((error: unknown) => {
        if (error instanceof MeshUnreachable) return error;
        throw error;
      });
      if (answer instanceof MeshUnreachable) {
        const pause = pauseAfter(failed, request);
        if (pause === undefined) throw answer;
        await sleep(pause, request.signal);
        continue;
      }
      if (answer.status < 400 || request.takes?.includes(answer.status)) return answer;
      const pause = isPassing(answer.status) ? pauseAfter(failed, request, answer.headers) : undefined;
      if (pause === undefined) throw await problemOf(answer);
      await answer.body?.cancel();
      await sleep(pause, request.signal);
    }
  };
};
