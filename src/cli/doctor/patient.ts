import { addressOf, dataFolderOf, type AddressOptions } from '../address';
import { azure, type Azure } from './azure';

/** An answer of the mesh, whatever its status. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON; undefined where it is none. */
  json: unknown;
  ms: number;
}

export interface Ask {
  method?: string;
  /** Without `/api`. */
  path: string;
  body?: string;
  headers?: Readonly<Record<string, string>>;
  /** Another token than one's own; null for none. */
  token?: string | null;
}

export interface DoctorOptions extends AddressOptions {
  /** A file that may be sent as an intent, to follow it to its end. */
  send?: string;
  type?: string;
}

/** The mesh that is looked at. */
export interface Patient {
  /** With `/api`. */
  url: string;
  /** It runs on this machine, with its processes and its issuer. */
  isLocal: boolean;
  /** Folder of a local mesh. */
  data: string;
  options: DoctorOptions;
  ask: (ask: Ask) => Promise<Answer>;
  /** A token of one's own. */
  token: () => Promise<string>;
  health: () => Promise<{ status: string; parts: readonly HealthPart[] }>;
  openapi: () => Promise<Answer>;
  azure: Azure;
}

export interface HealthPart {
  name: string;
  status: 'up' | 'behind' | 'down';
  detail?: string;
  at?: string;
}

const PATIENCE_MS = 20_000;

const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};

const isLoopback = (url: string): boolean =>
  ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);

const healthIn = ({ status, json }: Answer) => {
  const body = json as { status?: string; parts?: readonly HealthPart[] } | undefined;
  if (!body?.parts) throw new Error(`/api/health answered ${status} without telling anything`);
  return { status: body.status ?? 'down', parts: body.parts };
};

export const patientOf = (options: DoctorOptions): Patient => {
  const cloud = azure();
  const given = options.url ?? process.env['MESH_URL'];
  const address = addressOf(options);
  const isLocal = isLoopback(address.url);
  const token = once(async () =>
    isLocal || options.token || process.env['MESH_TOKEN'] ? address.token() : cloud.token(),
  );
  const ask: Patient['ask'] = async ({ method = 'GET', path, body, headers = {}, token: other }) => {
    const bearer = other === undefined ? await token() : other;
    const started = performance.now();
    const response = await fetch(`${address.url}/${path}`, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        ...(address.key && { 'ocp-apim-subscription-key': address.key }),
        ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
        ...headers,
      },
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: jsonIn(text),
      ms: performance.now() - started,
    };
  };
  return {
    url: address.url,
    isLocal: isLocal && !given,
    data: dataFolderOf(options),
    options,
    ask,
    token,
    health: once(async () => healthIn(await ask({ path: 'health', token: null }))),
    openapi: once(() => ask({ path: 'openapi.json', token: null })),
    azure: cloud,
  };
};
