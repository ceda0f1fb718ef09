import type { Clearable } from '../../../src/mesh/ports/clearable';

/** On which side of a write the process dies. */
export type When = 'before' | 'after';

export interface Death {
  /** Index in the trace of writes. */
  at: number;
  when: When;
}

/** The life of one process. Once it is over, nothing that it called is ever answered. */
export interface Life {
  readonly over: Promise<void>;
  isOver(): boolean;
  /** A call that changes nothing outside. */
  reads<T>(call: () => Promise<T>): Promise<T>;
  /** A call that does: a boundary. */
  does<T>(what: string, call: () => Promise<T>): Promise<T>;
}

const NEVER = new Promise<never>(() => undefined);

/** Processes one after the other; `death` ends one of them, once. `trace` lists the writes of all, in order. */
export const lives = (death?: Death) => {
  const trace: string[] = [];
  const begin = (): Life => {
    const { promise: over, resolve } = Promise.withResolvers<void>();
    let dead = false;
    const unlessDead = <T>(answer: T): T | Promise<never> => (dead ? NEVER : answer);
    const die = () => {
      dead = true;
      resolve();
      return NEVER;
    };
    return {
      over,
      isOver: () => dead,
      reads: async (call) => (dead ? NEVER : unlessDead(await call())),
      does: async (what, call) => {
        if (dead) return NEVER;
        const nth = trace.push(what) - 1;
        if (nth !== death?.at) return unlessDead(await call());
        if (death.when === 'after') await call();
        return die();
      },
    };
  };
  return { trace, begin };
};

const READS = new Set([
  'load',
  'line',
  'tenants',
  'get',
  'due',
  'search',
  'read',
  'active',
  'items',
  'list',
  'waiting',
  'countOpen',
  'etag',
  'find',
]);
/** Reads that are read on and on; what is done with a page of them is a write of its own. */
const PAGES = new Set(['foldersBefore']);

type Method = (...args: unknown[]) => Promise<unknown>;

/** What is old is read on and on, and each batch of it goes by a write. */
const mortalOld = (life: Life, name: string, old: Clearable['old']): Clearable['old'] =>
  async function* (before) {
    for await (const { ids, remove } of old(before)) yield { ids, remove: () => life.does(name, remove) };
  };

/** The methods of a port that change what is outside. */
export const writesOf = (port: object): readonly string[] =>
  Object.entries(port)
    .filter(([name, member]) => typeof member === 'function' && !READS.has(name) && !PAGES.has(name))
    .map(([name]) => name);

/** A port as a process sees it. Lists are written row by row, so that it can die between any two of them. */
export const mortal = <T extends object>(
  life: Life,
  port: T,
  nameOf: (method: string, item: unknown) => string,
): T =>
  Object.fromEntries(
    Object.entries(port).map(([method, member]) => {
      if (typeof member !== 'function' || PAGES.has(method)) return [method, member];
      if (method === 'old')
        return [method, mortalOld(life, nameOf(method, port), member as Clearable['old'])];
      const call = member as Method;
      if (READS.has(method)) return [method, (...args: unknown[]) => life.reads(() => call(...args))];
      return [
        method,
        async (...args: unknown[]) => {
          const [items, ...more] = args;
          if (!Array.isArray(items) || more.length > 0)
            return life.does(nameOf(method, items), () => call(...args));
          const answers: unknown[] = [];
          for (const item of items)
            answers.push(
              ...(((await life.does(nameOf(method, item), () => call([item]))) as unknown[] | undefined) ??
                []),
            );
          return answers;
        },
      ];
    }),
  ) as T;
