import type { Call } from './call';
import type { CallOptions } from './operation';
import type { OperationId } from './generated/operations';

type Page = Readonly<Record<string, unknown>> & { cursor?: string };

/** Every item of a list that comes in pages, asked for as they are taken. */
export const allOf = (call: Call, id: OperationId, list: string) =>
  async function* (args: object = {}, options?: CallOptions): AsyncGenerator<unknown, void, void> {
    let cursor: string | undefined;
    do {
      const asked = { ...args, ...(cursor !== undefined && { cursor }) } as never;
      const page = (await call(id, asked, options)).body as Page;
      yield* page[list] as readonly unknown[];
      cursor = page.cursor;
    } while (cursor !== undefined);
  };
