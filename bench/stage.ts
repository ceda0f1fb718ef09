import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brokerConnection } from '../src/local/supervisor/environment';
import type { Options } from '../src/local/supervisor/options';
import { freePorts } from '../test/support/mesh';
import { buildApp, buildProcesses } from './build';
import { startGenerator, type Generator } from './generator';
import { batch, BATCH, single, type Kind } from './intents';
import type { Flooded } from './load-protocol';
import { observe, type Observer } from './observer';
import { startParts, type Parts } from './parts';
import type { Processes } from './processes';
import { sum } from './statistics';

/** What is measured on: a mesh whose consumers are stopped, a load generator, and somebody who watches. */
export interface Stage {
  options: Options;
  observer: Observer;
  generator: Generator;
  headers: Record<string, string>;
  /** Intents that were answered 202, by kind. */
  accepted: Record<Kind, number>;
  /** Answers other than that. */
  refused: number;
  /** A file with a line for each external effect. */
  effects: string;
  base: Parts;
  processes(): Processes;
}

/** Intents accepted so far. */
export const acceptedBy = ({ accepted }: Stage): number => sum(Object.values(accepted));

const CONNECTIONS = { single: 256, batch: 4 };

const tokenOf = async (port: number): Promise<string> => {
  const answer = await fetch(`http://127.0.0.1:${port}/token`);
  return ((await answer.json()) as { access_token: string }).access_token;
};

/** @param closing gets what undoes each step, so that a bench that fails leaves nothing behind */
export const setStage = async (closing: (() => unknown)[]): Promise<Stage> => {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-bench-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  const app = join(folder, 'app');
  await Promise.all([buildApp(app), buildProcesses()]);
  const effects = join(folder, 'effects.txt');
  process.env['BENCH_EFFECTS'] = effects;
  const options: Options = {
    data: join(folder, 'data'),
    app,
    ports: await freePorts(),
    tables: 'sqlite',
    help: false,
  };

  const base = await startParts(['storage', 'tables', 'broker', 'issuer', 'gateway'], options);
  closing.push(() => base.stop());
  const observer = observe(brokerConnection(options.ports));
  closing.push(() => observer.close());
  const generator = startGenerator();
  closing.push(() => generator.stop());
  return {
    options,
    observer,
    generator,
    headers: { authorization: `Bearer ${await tokenOf(options.ports.issuer)}` },
    accepted: { chain: 0, claimed: 0 },
    refused: 0,
    effects,
    base,
    processes: () => ({ ...base.processes(), load: [generator.pid], observer: [process.pid] }),
  };
};

const urlOf = ({ options }: Stage, path: string) => `http://127.0.0.1:${options.ports.gateway}/api/${path}`;

/** Posts intents as fast as they are taken, each in a request of its own. `path` for another function than the gateway. */
export const postSingles = async (
  stage: Stage,
  { kind = 'claimed', amount, path = 'events' }: { kind?: Kind; amount: number; path?: string },
): Promise<Flooded> => {
  const { body, contentType } = single(kind);
  const flooded = await stage.generator.flood({
    url: urlOf(stage, path),
    headers: { ...stage.headers, 'content-type': contentType },
    body,
    amount,
    connections: CONNECTIONS.single,
  });
  if (path === 'events') stage.accepted[kind] += flooded.taken;
  stage.refused += flooded.refused;
  return flooded;
};

/** Posts batches of a hundred. */
export const postBatches = async (
  stage: Stage,
  { kind, amount }: { kind: Kind; amount: number },
): Promise<Flooded> => {
  const { body, contentType } = batch(kind);
  const flooded = await stage.generator.flood({
    url: urlOf(stage, 'events'),
    headers: { ...stage.headers, 'content-type': contentType },
    body,
    amount,
    connections: CONNECTIONS.batch,
  });
  stage.accepted[kind] += flooded.taken * BATCH;
  stage.refused += flooded.refused;
  return flooded;
};

/** Posts intents of three tasks so many a second. */
export const postSteadily = async (
  stage: Stage,
  { perSecond, amount }: { perSecond: number; amount: number },
) => {
  const { body, contentType } = single('chain');
  const steadied = await stage.generator.steady({
    url: urlOf(stage, 'events'),
    headers: { ...stage.headers, 'content-type': contentType },
    body,
    perSecond,
    amount,
  });
  stage.accepted.chain += steadied.sent.length;
  stage.refused += steadied.refused;
  return steadied.sent;
};
