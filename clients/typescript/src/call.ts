import { OPERATIONS, type Answer, type Args, type OperationId } from './generated/operations';
import type { CallOptions, OperationFacts } from './operation';
import type { Request, Send } from './transport';

/** Makes one call, and gives status and headers with the body. */
export type Call = <Id extends OperationId>(
  id: Id,
  args: Args<Id>,
  options?: CallOptions,
) => Promise<Answer<Id>>;

type Values = Readonly<Record<string, unknown>>;

const placed = ({ parameters }: OperationFacts, args: Values, place: string) =>
  Object.entries(parameters).flatMap(([argument, { in: where, name }]) => {
    const value = args[argument] as string | number | boolean | undefined;
    return where !== place || value === undefined ? [] : [[name, value.toString()] as const];
  });

const pathOf = (facts: OperationFacts, args: Values): string => {
  const values = new Map(placed(facts, args, 'path'));
  const path = facts.path.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const value = values.get(name);
    // An empty part would name another address.
    if (!value) throw new TypeError(`'${name}' is missing: it is a part of ${facts.path}`);
    return encodeURIComponent(value);
  });
  const query = new URLSearchParams(placed(facts, args, 'query') as [string, string][]).toString();
  return query === '' ? path : `${path}?${query}`;
};

const isBytes = (body: unknown): body is Uint8Array<ArrayBuffer> => body instanceof Uint8Array;

const bodyOf = (facts: OperationFacts, { body, contentType }: Values) => {
  if (body === undefined) return {};
  const mediaType = typeof contentType === 'string' ? contentType : facts.mediaType!;
  const asItIs = isBytes(body) || (typeof body === 'string' && !/[/+]json\b/.test(mediaType));
  return { mediaType, body: asItIs ? body : JSON.stringify(body) };
};

/** A request of an operation, as the transport sends it. */
export const requestOf = (facts: OperationFacts, args: Values, options: CallOptions = {}): Request => {
  const { mediaType, body } = bodyOf(facts, args);
  const { signal, timeoutMs, headers } = options;
  // With a key that is drawn here a repeat of this very call is told from another call.
  const key = facts.keyed && args['idempotencyKey'] === undefined ? crypto.randomUUID() : undefined;
  return {
    method: facts.method,
    path: pathOf(facts, args),
    headers: {
      accept: 'application/json',
      ...(mediaType !== undefined && { 'content-type': mediaType }),
      ...Object.fromEntries(
        placed(facts, args, 'header').map(([name, value]) => [name.toLowerCase(), value]),
      ),
      ...(key !== undefined && { 'idempotency-key': key }),
      ...headers,
    },
    safe: facts.safe || facts.keyed === true,
    ...(body !== undefined && { body }),
    ...(facts.takes && { takes: facts.takes }),
    ...(signal && { signal }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  };
};

export const factsOf = (id: OperationId): OperationFacts => OPERATIONS[id];

export const caller =
  (send: Send): Call =>
  async (id, args, options) => {
    const response = await send(requestOf(factsOf(id), args, options));
    const text = await response.text();
    const body = text === '' ? undefined : (JSON.parse(text) as unknown);
    return { status: response.status, headers: response.headers, body } as never;
  };
