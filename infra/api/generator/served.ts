import { readFileSync } from 'node:fs';
import { gatewayApp } from '../../../src/functions/compose/gateway';

export interface OpenApi {
  openapi: string;
  info: Record<string, unknown>;
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema>;
    securitySchemes?: unknown;
    examples?: Record<string, object>;
  };
}

export type Schema = Record<string, unknown>;

export interface Content {
  description?: string;
  headers?: Record<string, { schema: Schema }>;
  content?: Record<string, { schema?: Schema; examples?: Record<string, object> }>;
}

export interface Operation {
  operationId: string;
  summary: string;
  security?: Record<string, string[]>[];
  parameters?: { name: string; in: string; schema: Schema }[];
  requestBody?: Content;
  responses: Record<string, Content>;
  [more: string]: unknown;
}

/** Settings that let the gateway be put together; it is asked for one document, and connects to nothing. */
const useSampleSettings = (): void => {
  const { Values } = JSON.parse(readFileSync('local.settings.sample.json', 'utf8')) as {
    Values: Record<string, string>;
  };
  Object.assign(process.env, Values);
};

/** The document that the gateway itself serves: so whatever route it has is in here, and nothing else. */
export const servedDocument = async (): Promise<OpenApi> => {
  useSampleSettings();
  const { status, body } = await gatewayApp().answer({
    method: 'GET',
    url: new URL('https://localhost/api/openapi.json'),
    params: {},
    headers: {},
    body: new Uint8Array(),
  });
  if (status !== 200) throw new Error(`the gateway answers ${status} when asked for its OpenAPI document`);
  return body as OpenApi;
};
