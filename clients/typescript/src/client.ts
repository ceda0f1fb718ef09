import { caller, factsOf, type Call } from './call';
import { followRun } from './follow';
import { fulfil } from './fulfil';
import { OPERATIONS, type Methods, type OperationId, type PagedMethods } from './generated/operations';
import { allOf } from './pages';
import { transport, type MeshOptions, type Send } from './transport';
import { waitForResult, waitForRun } from './wait';

export interface MeshClient extends Methods {
  /** One call with status and headers beside the body: `await mesh.call('GetRun', { id, ifNoneMatch })`. */
  call: Call;
  /** Lists that come in pages, as one: `for await (const run of mesh.all.listRuns({ status: 'failed' }))`. */
  all: PagedMethods;
  /** Sends an intent and waits for its result, typed: `await mesh.fulfil('business.invoice.intent', { reference, data })`. */
  fulfil: ReturnType<typeof fulfil>;
  /** Waits until a run ends, and gives its output. */
  waitForResult: ReturnType<typeof waitForResult>;
  /** Waits until a run ends, and tells how. */
  waitForRun: ReturnType<typeof waitForRun>;
  /** What happens to a run, as it happens: `for await (const news of mesh.followRun(runId))`. */
  followRun: ReturnType<typeof followRun>;
  /** Sends what the document does not know. */
  send: Send;
}

const camel = (id: string): string => id.charAt(0).toLowerCase() + id.slice(1);

const ids = Object.keys(OPERATIONS) as OperationId[];

const methodsOf = (call: Call): Methods =>
  Object.fromEntries(
    ids.map((id) => [
      camel(id),
      async (args: object = {}, options?: object) => (await call(id, args as never, options)).body,
    ]),
  ) as unknown as Methods;

const pagedOf = (call: Call): PagedMethods =>
  Object.fromEntries(
    ids.flatMap((id) => {
      const { list } = factsOf(id);
      return list === undefined ? [] : [[camel(id), allOf(call, id, list)]];
    }),
  ) as unknown as PagedMethods;

/** A client over a way of sending of one's own: what that throws is what the methods throw. */
export const meshClientOver = (send: Send): MeshClient => {
  const call = caller(send);
  return {
    ...methodsOf(call),
    call,
    send,
    all: pagedOf(call),
    fulfil: fulfil(call),
    waitForResult: waitForResult(call),
    waitForRun: waitForRun(call),
    followRun: followRun(send),
  };
};

/**
 * A client of the mesh's HTTP interface.
 * @example
 * const mesh = meshClient({ url: 'https://contoso.azure-api.net/mesh', token: () => credential.token(), key });
 * const accepted = await mesh.postIntent({ type: 'business.invoice.intent', body: { reference: 'INV-4711', data } });
 * const output = await mesh.waitForResult(accepted);
 */
export const meshClient = (options: MeshOptions): MeshClient => meshClientOver(transport(options));
