import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { added, ours, withServices } from './cost';
import { doubledIn } from './doubled';
import { drain, peaks } from './measure-drain';
import { measureEdge } from './measure-edge';
import { measureLatency } from './measure-latency';
import { measureRows } from './measure-rows';
import { requireProc } from './processes';
import { commitOf, faultsIn, machineOf, type Results } from './results';
import { acceptedBy, postBatches, setStage, type Stage } from './stage';
import { rounded } from './statistics';

const FILE = 'bench/results/latest.json';
const CHAIN_BATCHES = 100;
const TASKS_OF_CHAIN = 3;

const say = (line: string): void => console.log(line);

const effectsOf = ({ effects }: Stage): string[] =>
  existsSync(effects) ? readFileSync(effects, 'utf8').split('\n').filter(Boolean) : [];

/** Rounds every number to what it is worth. */
const legible = <T>(value: T): T =>
  JSON.parse(
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === 'number' && !Number.isInteger(part) ? rounded(part, 4) : part,
    ),
  ) as T;

const measure = async (stage: Stage): Promise<Omit<Results, 'machine' | 'seconds'>> => {
  say('The edge, with consumers stopped …');
  const { edge, cost: edgeCost } = await measureEdge(stage);
  say('Draining intents of one claimed task …');
  const claimed = await drain(stage);
  await claimed.consumers.stop();
  say('Draining intents of three tasks without claims …');
  await postBatches(stage, { kind: 'chain', amount: CHAIN_BATCHES });
  const unclaimed = await drain(stage);
  say('Latency at 10, 50 and 100 intents a second …');
  const latency = await measureLatency(stage);
  const memory = peaks(stage, unclaimed.consumers);
  await unclaimed.consumers.stop();
  say('Counting rows …');
  const rows = await measureRows(stage);

  const { accepted, observer } = stage;
  const cost = added(edgeCost, unclaimed.cost);
  return {
    edge,
    drain: {
      claimedTasksPerSecond: claimed.intentsPerSecond,
      unclaimedTasksPerSecond: unclaimed.intentsPerSecond * TASKS_OF_CHAIN,
    },
    latency,
    cpuMsPerIntent: ours(cost),
    cpuMsPerIntentAll: withServices(cost),
    cpuMsPerIntentByPart: cost,
    rowsPerIntent: (rows.chain['runs'] ?? 0) + (rows.chain['claims'] ?? 0),
    rowsPerIntentByTable: rows,
    peakMiB: ours(memory),
    peakMiBByPart: memory,
    accepted: acceptedBy(stage),
    finished: observer.ended.size,
    doubled: doubledIn(effectsOf(stage), accepted.claimed),
    at: new Date().toISOString(),
    commit: commitOf(),
  };
};

/** Measures, keeps the results, and says whether all that must hold does. */
export const runBench = async (): Promise<boolean> => {
  requireProc();
  const machine = machineOf();
  const started = performance.now();
  const closing: (() => unknown)[] = [];
  const close = async () => {
    for (const undo of closing.splice(0).toReversed()) await undo();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void close().then(() => process.exit(130)));
  try {
    const stage = await setStage(closing);
    const results: Results = legible({
      ...(await measure(stage)),
      machine,
      seconds: Math.round((performance.now() - started) / 1000),
    });
    mkdirSync('bench/results', { recursive: true });
    writeFileSync(FILE, `${JSON.stringify(results, undefined, 2)}\n`);
    say(JSON.stringify(results, undefined, 2));
    const faults = faultsIn({ ...results, refused: stage.refused });
    for (const fault of faults) console.error(`FAILED: ${fault}`);
    return faults.length === 0;
  } finally {
    await close();
  }
};
