import type { Span } from '../ports/tracer';
import type { Role } from './role';

export type { Role };

/** Who calls, from a verified token. */
export interface Caller {
  /** The mesh's tenant, by a map from the token's claims. */
  tenant: string;
  /** `user` or `app`. */
  type: 'user' | 'app';
  id: string;
  roles: readonly Role[];
}

/** A request, free of any platform. */
export interface ApiRequest {
  method: string;
  /** As the caller sees it: links in answers are made from it. */
  url: URL;
  /** What stood for the `{parameters}` of the route's path, decoded. */
  params: Readonly<Record<string, string>>;
  /** Names are in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
  /** Aborts when the caller has gone, where the platform tells. */
  signal?: AbortSignal;
}

export interface ApiResponse {
  status: number;
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON (`application/json`, unless the headers say otherwise); absent: no body. */
  body?: unknown;
  /** In place of a body: text that is sent piece by piece as it comes. It never throws, and ends when it is returned early. */
  stream?: AsyncIterable<string>;
}

/** One of the answers that the document describes. */
export interface Answer {
  description: string;
  /** A JSON Schema; shared ones by `ref('Run')`. */
  schema?: object;
  /** The same answer by another media type, for those who ask for it: schemas by media type. */
  also?: Readonly<Record<string, { schema: object }>>;
  headers?: Readonly<Record<string, { description: string; schema: object }>>;
}

/** A route is defined once: the door, the OpenAPI document and the check of roles come from here. */
export interface Route {
  method: 'GET' | 'POST' | 'DELETE';
  /** Below `/api`, with `{parameters}`: `runs/{id}`. */
  path: string;
  /** Name of the operation, in PascalCase, and of nothing else. */
  operationId: string;
  summary: string;
  description: string;
  /** Absent: open to everyone. */
  role?: Role;
  /** Its path holds what nobody else is to know: traces do not tell it. */
  secretPath?: true;
  /** What the parameters of the path mean. */
  params?: Readonly<Record<string, Parameter>>;
  query?: Readonly<Record<string, Parameter>>;
  headers?: Readonly<Record<string, Parameter>>;
  /** By media type. */
  request?: Readonly<Record<string, { schema: object }>>;
  /** Answers but for the errors that every route has: those are added from the role, the method and the request. */
  responses: Readonly<Record<number, Answer>>;
  /** What the mesh calls back later, and where: by the callbacks of OpenAPI. */
  callbacks?: Readonly<Record<string, object>>;
  /** @throws ProblemError for an answer that is a problem; anything else is a 500 */
  handle(request: ApiRequest, caller: Caller, span: Span): Promise<ApiResponse>;
}

export interface Parameter {
  description: string;
  schema: object;
}

/** A reference to a schema that routes share: a component of the OpenAPI document. */
export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
