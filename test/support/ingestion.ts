import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { localCertificate } from './certificate';

/** What Application Insights takes in: one item of telemetry. */
export interface Envelope {
  name: string;
  tags: Record<string, string>;
  data: {
    baseType: string;
    baseData: {
      name?: string;
      properties?: Record<string, unknown>;
      metrics?: { name: string; value: number }[];
    };
  };
}

export interface Ingestion {
  /** The settings of an app that sends here, and to nobody else, with the identity that it is given here. */
  settings: Record<string, string>;
  envelopes: readonly Envelope[];
  /** How each request for telemetry said who it is. */
  authorizations: readonly (string | undefined)[];
  /** Queries to the endpoint of identities. */
  tokensAsked: readonly URLSearchParams[];
  stop(): Promise<void>;
}

export const CLIENT_ID = '11111111-2222-3333-4444-555555555555';
export const TOKEN = 'token-of-the-identity';

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('utf8');
};

const listening = async (server: Server): Promise<number> => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
};

const stopped = (server: Server): Promise<void> =>
  new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });

/**
 * Where telemetry goes in a test, as it is in Azure: by TLS alone, with the token of a managed identity. Keeps all that
 * comes, and says that it was taken.
 */
export const startIngestion = async (): Promise<Ingestion> => {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-ingestion-'));
  const certificate = localCertificate();
  const authority = join(folder, 'authority.pem');
  writeFileSync(authority, certificate.cert);

  const envelopes: Envelope[] = [];
  const authorizations: (string | undefined)[] = [];
  const tokensAsked: URLSearchParams[] = [];

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const items = request.url!.endsWith('/track') ? (JSON.parse(body) as Envelope[]) : [];
    if (items.length > 0) authorizations.push(request.headers.authorization);
    envelopes.push(...items);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ itemsReceived: items.length, itemsAccepted: items.length, errors: [] }));
  };
  const telemetry = createHttpsServer(certificate, (request, response) => void take(request, response));
  const identity = createHttpServer((request, response) => {
    tokensAsked.push(new URL(request.url!, 'http://identity').searchParams);
    response.writeHead(200, { 'content-type': 'application/json' });
    const expires = Math.floor(Date.now() / 1_000) + 86_400;
    response.end(JSON.stringify({ access_token: TOKEN, expires_on: String(expires), token_type: 'Bearer' }));
  });
  const here = `https://127.0.0.1:${await listening(telemetry)}/`;

  return {
    settings: {
      APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=${here};LiveEndpoint=${here}`,
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: `Authorization=AAD;ClientId=${CLIENT_ID}`,
      // Nothing but telemetry of ours: the library tells its makers how it does otherwise.
      APPLICATION_INSIGHTS_NO_STATSBEAT: 'true',
      IDENTITY_ENDPOINT: `http://127.0.0.1:${await listening(identity)}/token`,
      IDENTITY_HEADER: 'test',
      NODE_EXTRA_CA_CERTS: authority,
    },
    envelopes,
    authorizations,
    tokensAsked,
    stop: async () => {
      await Promise.all([stopped(telemetry), stopped(identity)]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
