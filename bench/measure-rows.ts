import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { startConsumers } from './measure-drain';
import { acceptedBy, postBatches, type Stage } from './stage';
import type { Kind } from './intents';
import { BATCH } from './intents';

const BATCHES = 10;

/** Rows written, by table. */
export type Rows = Readonly<Record<string, number>>;

const said = async <T>(child: ChildProcess): Promise<T> => ((await once(child, 'message')) as [T])[0];

/** Rows written for one intent of each kind, counted on the way to the table service. */
export const measureRows = async (stage: Stage): Promise<Record<Kind, Rows>> => {
  const { options, observer } = stage;
  const counter = fork(resolve('dist/bench/row-counter.js'), [String(options.ports.table)], {
    execArgv: [],
  });
  const { port } = await said<{ port: number }>(counter);
  const rowsSoFar = async (): Promise<Rows> => {
    counter.send('count');
    return (await said<{ rows: Rows }>(counter)).rows;
  };

  const consumers = await startConsumers(stage, port);
  const rowsOf = async (kind: Kind): Promise<Rows> => {
    const before = await rowsSoFar();
    await postBatches(stage, { kind, amount: BATCHES });
    await observer.untilEnded(acceptedBy(stage));
    const after = await rowsSoFar();
    return Object.fromEntries(
      Object.keys(after).map((table) => [table, (after[table]! - (before[table] ?? 0)) / (BATCHES * BATCH)]),
    );
  };
  try {
    return { chain: await rowsOf('chain'), claimed: await rowsOf('claimed') };
  } finally {
    await consumers.stop();
    counter.disconnect();
  }
};
