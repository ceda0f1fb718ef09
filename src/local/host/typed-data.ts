/** A value as the host hands it to a language worker: the union that the platform's own protocol uses. */
export type TypedData =
  | { string: string }
  | { json: string }
  | { bytes: Buffer }
  | { int: number }
  | { http: HttpData }
  | { collectionBytes: { bytes: Buffer[] } }
  | { collectionString: { string: string[] } }
  | { collectionSint64: { sint64: number[] } };

/** An HTTP request or response as the platform's protocol carries it. */
export interface HttpData {
  method?: string;
  url?: string;
  headers?: Record<string, string>;
  query?: Record<string, string>;
  params?: Record<string, string>;
  statusCode?: string;
  cookies?: HttpCookie[];
  body?: TypedData | null;
}

export interface HttpCookie {
  name: string;
  value: string;
  domain?: { value: string };
  path?: { value: string };
  expires?: { value: { seconds: number } };
  secure?: { value: boolean };
  httpOnly?: { value: boolean };
  sameSite?: string;
  maxAge?: { value: number };
}

/** The same value with its bytes taken out: what is left is JSON, the bytes travel beside it. */
export type WireData =
  | {
      kind: 'plain';
      value: Exclude<TypedData, { bytes: Buffer } | { http: HttpData } | { collectionBytes: unknown }>;
    }
  | { kind: 'bytes' }
  | { kind: 'collection' }
  | { kind: 'http'; value: HttpData; body: boolean };

/** Takes the bytes out of a value. */
export const toWire = (data: TypedData): { wire: WireData; blobs: Buffer[] } => {
  if ('bytes' in data) return { wire: { kind: 'bytes' }, blobs: [asBuffer(data.bytes)] };
  if ('collectionBytes' in data) return { wire: { kind: 'collection' }, blobs: data.collectionBytes.bytes };
  if (!('http' in data)) return { wire: { kind: 'plain', value: data }, blobs: [] };
  const { body, ...value } = data.http;
  const bytes = body ? bodyBytes(body) : undefined;
  return { wire: { kind: 'http', value, body: bytes !== undefined }, blobs: bytes ? [bytes] : [] };
};

/** Puts the bytes back. */
export const fromWire = (wire: WireData, blobs: Buffer[]): TypedData => {
  switch (wire.kind) {
    case 'plain':
      return wire.value;
    case 'bytes':
      return { bytes: blobs[0] ?? Buffer.alloc(0) };
    case 'collection':
      return { collectionBytes: { bytes: blobs } };
    case 'http':
      return {
        http: wire.body ? { ...wire.value, body: { bytes: blobs[0] ?? Buffer.alloc(0) } } : wire.value,
      };
  }
};

const bodyBytes = (body: TypedData): Buffer | undefined => {
  if ('bytes' in body) return asBuffer(body.bytes);
  if ('string' in body) return Buffer.from(body.string);
  if ('json' in body) return Buffer.from(body.json);
  return undefined;
};

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
