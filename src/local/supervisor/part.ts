import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { partLog, withOpen, type PartLog } from './part-log';
import type { PartPlan } from './parts';
import { writePart, type Part } from './registry';
import { deathNotice, restartDelayMs, STABLE_MS } from './restart';
import { UsageError } from './usage-error';

/** What a part tells the supervisor; `failed` is a sentence for people. */
interface Message {
  ready?: boolean;
  functionPid?: number;
  /** The process of its functions had died, and another one runs. */
  died?: boolean;
  failed?: string;
  reloaded?: true;
  /** Why what was asked for was not done. */
  notReloaded?: string;
}

export interface PartContext {
  data: string;
  say: (line: string) => void;
}

export interface RunningPart {
  readonly part: Part;
  /** Rejects when the part died before it was ready for the first time, with why. */
  readonly ready: Promise<void>;
  /** Has the functions of a part that hosts some loaded anew. @throws Error (rejects) where they do not load: those before go on */
  reload(): Promise<void>;
  stop(): Promise<void>;
}

const STOP_MS = 10_000;

/** Detached, so that Ctrl-C reaches the supervisor alone, which stops the parts in their order. */
const spawnPart = ({ script, args, env }: PartPlan, log: PartLog): ChildProcess => {
  const child = withOpen(log, (fd) =>
    fork(script, [...args], {
      env,
      execArgv: [],
      detached: true,
      stdio: ['ignore', fd, 'pipe', 'ipc'],
    }),
  );
  log.attend(child.stderr!);
  return child;
};

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

const stopChild = async (child: ChildProcess, onForced: () => void): Promise<void> => {
  if (hasEnded(child)) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => {
    onForced();
    child.kill('SIGKILL');
  }, STOP_MS);
  await gone;
  clearTimeout(force);
};

const whyNot = (role: string, how: string, { failed, log }: { failed?: string; log: PartLog }): Error =>
  new UsageError(
    failed ?? `${role} did not start (${how}).\n${log.lastWords()}\nWhat it said is in ${log.file}`,
  );

const howOf = (code: number | null, signal: NodeJS.Signals | null): string => signal ?? `exit code ${code}`;

/** Starts a part, and starts it again when it dies, until it is told to stop. */
export const runPart = (plan: PartPlan, { data, say }: PartContext): RunningPart => {
  const { role } = plan;
  const part: Part = {
    role,
    supervisor: process.pid,
    startedAt: new Date().toISOString(),
    restarts: 0,
    ...(plan.address && { address: plan.address }),
  };
  // Until the first start has succeeded, nothing is shown: what is wrong then is said once, by who called.
  let quiet = true;
  const log = partLog(data, role, (line) => quiet || say(line));
  const first = Promise.withResolvers<void>();
  let child: ChildProcess;
  let stopping = false;
  let deaths = 0;
  let failed: string | undefined;

  let reloading: PromiseWithResolvers<void> | undefined;

  const take = (message: Message): void => {
    if (message.reloaded) return reloading?.resolve();
    if (message.notReloaded !== undefined) return reloading?.reject(new UsageError(message.notReloaded));
    failed = message.failed;
    if (message.functionPid) part.functionPid = message.functionPid;
    if (message.died) part.restarts += 1;
    writePart(data, part);
    if (!message.ready) return;
    quiet = false;
    first.resolve();
  };

  const refuse = (how: string): void => {
    if (quiet || stopping) first.reject(whyNot(role, how, { log, ...(failed && { failed }) }));
  };

  const restart = (how: string, livedMs: number): void => {
    if (quiet || stopping) return;
    deaths = livedMs > STABLE_MS ? 1 : deaths + 1;
    say(deathNotice({ role, how, inARow: deaths, log: log.file }));
    part.restarts += 1;
    setTimeout(() => stopping || launch(), restartDelayMs(deaths));
  };

  const launch = (): void => {
    const startedAt = performance.now();
    child = spawnPart(plan, log);
    part.pid = child.pid!;
    delete part.functionPid;
    writePart(data, part);
    child.on('message', take).once('error', (error) => refuse(error.message));
    child.once('exit', (code, signal) => restart(howOf(code, signal), performance.now() - startedAt));
    // Later than `exit`: its last words are complete.
    child.once('close', (code, signal) => refuse(howOf(code, signal)));
  };

  launch();
  return {
    part,
    ready: first.promise,
    reload: () => {
      // A part that is dead, or dies meanwhile, comes back with what is there now.
      if (!child.connected) return Promise.resolve();
      reloading = Promise.withResolvers<void>();
      child.once('exit', reloading.resolve);
      child.send({ reload: true });
      return reloading.promise;
    },
    stop: () => {
      stopping = true;
      return stopChild(child, () => say(`${role} did not stop within ${STOP_MS / 1000} s and was killed`));
    },
  };
};
