/** What of Swagger 2.0 a connector uses, with the extensions of Power Platform. */
export type Schema = Record<string, unknown>;

export type Visibility = 'important' | 'advanced' | 'internal';

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'body';
  required: boolean;
  description: string;
  'x-ms-summary': string;
  'x-ms-visibility'?: Visibility;
  'x-ms-url-encoding'?: 'single';
  type?: string;
  schema?: Schema;
  [keyword: string]: unknown;
}

export interface Response {
  description: string;
  schema?: Schema;
}

export interface Operation {
  operationId: string;
  summary: string;
  description: string;
  'x-ms-visibility'?: Visibility;
  'x-ms-trigger'?: 'single';
  'x-ms-trigger-hint'?: string;
  parameters: readonly Parameter[];
  responses: Readonly<Record<string, Response>>;
}

export interface PathItem {
  get?: Operation;
  post?: Operation;
  delete?: Operation;
  'x-ms-notification-content'?: { description: string; schema: Schema };
}

export interface Swagger {
  swagger: '2.0';
  info: { title: string; description: string; version: string; contact: Record<string, string> };
  host: string;
  basePath: string;
  schemes: readonly ['https'];
  consumes: readonly string[];
  produces: readonly string[];
  paths: Record<string, PathItem>;
  definitions: Record<string, Schema>;
  securityDefinitions: Record<string, Schema>;
  security: readonly Record<string, readonly string[]>[];
  'x-ms-connector-metadata': readonly { propertyName: string; propertyValue: string }[];
}
