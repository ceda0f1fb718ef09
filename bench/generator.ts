import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Flooded, LoadRequest, Steadied } from './load-protocol';

type Of<K extends LoadRequest['kind']> = Omit<Extract<LoadRequest, { kind: K }>, 'kind'>;

export interface Generator {
  pid: number;
  flood(request: Of<'flood'>): Promise<Flooded>;
  steady(request: Of<'steady'>): Promise<Steadied>;
  stop(): void;
}

const ask = async <T>(child: ChildProcess, died: Promise<never>, request: LoadRequest): Promise<T> => {
  child.send(request);
  const [answer] = (await Promise.race([once(child, 'message'), died])) as [
    { result: T } | { error: string },
  ];
  if ('error' in answer) throw new Error(`the load generator failed: ${answer.error}`);
  return answer.result;
};

/** Starts the load generator; one request at a time. */
export const startGenerator = (): Generator => {
  const child = fork(resolve('dist/bench/load.js'), { execArgv: [] });
  const died = once(child, 'exit').then(() => Promise.reject(new Error('the load generator died')));
  died.catch(() => undefined);
  return {
    pid: child.pid!,
    flood: (request) => ask(child, died, { kind: 'flood', ...request }),
    steady: (request) => ask(child, died, { kind: 'steady', ...request }),
    stop: () => child.disconnect(),
  };
};
