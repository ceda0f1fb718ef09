/** Roles in the caller's token, for users and for applications. */
export type Role = 'Mesh.Publish' | 'Mesh.Read' | 'Mesh.Operate' | 'Mesh.Approve';

/** Who calls, from a verified token. */
export interface Caller {
  /** The mesh's tenant, by a map from the token's claims. */
  tenant: string;
  /** `user` or `app`. */
  type: 'user' | 'app';
  id: string;
  roles: readonly Role[];
}

/** A request, free of any platform. Header names are in lower case. */
export interface ApiRequest {
  method: string;
  url: URL;
  params: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}

export interface ApiResponse {
  status: number;
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; problems as application/problem+json. */
  body?: unknown;
}

export interface Operation {
  /** One of the answers that the document describes. */
  description: string;
  /** Schema key, or a JSON Schema of its own. */
  schema?: string | object;
}

/** A route is defined once: the door, the OpenAPI document and the check of roles come from here. */
export interface Route {
  method: 'GET' | 'POST';
  /** Below `/api`, with `{parameters}`: `runs/{id}`. */
  path: string;
  /** Name of the operation, in PascalCase, and of nothing else. */
  operationId: string;
  summary: string;
  description: string;
  /** Absent: open to everyone. */
  role?: Role;
  query?: Readonly<Record<string, { description: string; schema: object }>>;
  /** By media type. */
  request?: Readonly<Record<string, { schema: object }>>;
  responses: Readonly<Record<number, Operation>>;
  handle(request: ApiRequest, caller: Caller): Promise<ApiResponse>;
}
