import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { frameChannel } from './frames';
import type { Frame, FrameChannel } from './frames';
import type { FailureCause, Invocation, Outcome, RegisteredFunction } from './invocation';
import type { Log } from './log';
import { channelFd } from './protocol';
import type { ToHost, ToWorker } from './protocol';
import { fromWire, toWire } from './typed-data';

export interface FunctionProcessOptions {
  /** The script of the function process (`worker-main`). */
  worker: string;
  root: string;
  env: NodeJS.ProcessEnv;
  functionTimeoutMs: number;
  log: Log;
  onRestart?: (pid: number) => void;
  /** Waits before the first, second, … restart in a row; the last one repeats. */
  backoffMs?: readonly number[];
}

/** The process that runs the functions, kept alive: whoever invokes does not see it come and go. */
export interface FunctionProcess {
  functions: RegisteredFunction[];
  /** Where the library takes HTTP calls that stream, if the app asked for that. */
  httpUri(): string | undefined;
  pid(): number;
  invoke: InvokeWithId;
  /** Resolves when nothing is under way any more. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export type InvokeWithId = (invocation: Invocation, invocationId?: string) => Promise<Outcome>;

interface Running {
  child: ChildProcess;
  channel: FrameChannel<ToWorker>;
  ready: ToHost & { type: 'ready' };
}

interface Pending {
  settle: (outcome: Outcome) => void;
  invocation: Invocation;
  timer: NodeJS.Timeout | undefined;
}

const defaultBackoffMs = [50, 200, 1000, 2000, 5000];
const terminateGraceMs = 1000;
const stableAfterMs = 10_000;

/**
 * Starts the function process and keeps one running. Calls made while there is none wait for the next one; calls in
 * flight when it ends fail, all of them, as in Azure.
 * @throws Error (rejects) where the app does not load at first
 */
export const startFunctionProcess = async (options: FunctionProcessOptions): Promise<FunctionProcess> => {
  const { log, functionTimeoutMs, backoffMs = defaultBackoffMs } = options;
  const pending = new Map<number, Pending>();
  const idleWaiters: (() => void)[] = [];
  let waiting: (() => void)[] = [];
  let lastId = 0;
  let deaths = 0;
  let closing = false;
  let current: Running | undefined;
  let attempt: ChildProcess | undefined;

  const settle = (id: number, outcome: Outcome): void => {
    const found = pending.get(id);
    if (!found) return;
    pending.delete(id);
    clearTimeout(found.timer);
    found.settle(outcome);
    if (pending.size === 0) for (const wake of idleWaiters.splice(0)) wake();
  };
  const failAll = (cause: FailureCause, message: string): void => {
    for (const id of pending.keys()) settle(id, { kind: 'failed', cause, message });
  };

  const onFrame = ({ header, blobs }: Frame<ToHost>): void => {
    switch (header.type) {
      case 'succeeded':
        return settle(header.id, {
          kind: 'succeeded',
          returnValue: header.returnValue && fromWire(header.returnValue, blobs),
        });
      case 'failed':
        return settle(header.id, failedByFunction(header));
      case 'log':
        return log(header);
      case 'ready':
      case 'load-failed':
        return;
    }
  };

  const start = async (): Promise<void> => {
    const running = await launch(options, onFrame, (child) => void (attempt = child));
    const startedAt = performance.now();
    current = running;
    running.child.once('exit', (code, signal) => {
      if (performance.now() - startedAt > stableAfterMs) deaths = 0;
      current = undefined;
      onDeath(signal ?? `code ${code}`);
    });
    for (const send of waiting.splice(0)) send();
  };
  const onDeath = (how: string): void => {
    if (closing) return failAll('stopping', 'The host stops.');
    log({
      level: 'error',
      message: `The function process ended (${how}) with ${pending.size} calls under way: they fail, and a new one starts.`,
    });
    failAll('process-ended', `The function process ended (${how}).`);
    restart();
  };
  const restart = (): void => {
    const wait = backoffMs[Math.min(deaths++, backoffMs.length - 1)] ?? 0;
    setTimeout(() => {
      if (closing) return;
      start().then(
        () => options.onRestart?.(current?.child.pid ?? 0),
        (error: Error) => {
          log({ level: 'error', message: error.message });
          if (!closing) restart();
        },
      );
    }, wait);
  };

  const timeOut = (id: number): void => {
    const { invocation } = pending.get(id) ?? {};
    const message = `${invocation?.functionName} ran past functionTimeout (${functionTimeoutMs} ms).`;
    log({ level: 'error', message: `${message} Its process is ended, and every other call with it.` });
    // Nothing more is sent to a process that is about to end.
    const doomed = current?.child;
    current = undefined;
    settle(id, { kind: 'failed', cause: 'timed-out', message });
    doomed?.kill('SIGKILL');
  };
  const send = (running: Running, id: number, invocationId: string, invocation: Invocation): void => {
    const { input, ...call } = invocation;
    const { wire, blobs } = toWire(input);
    running.channel.send({ type: 'invoke', id, invocationId, input: wire, ...call }, blobs);
  };
  const invoke: InvokeWithId = (invocation, invocationId = randomUUID()) =>
    new Promise((resolve) => {
      const begin = (): void => {
        if (closing || !current)
          return resolve({ kind: 'failed', cause: 'stopping', message: 'The host stops.' });
        const id = ++lastId;
        const timer = Number.isFinite(functionTimeoutMs)
          ? setTimeout(timeOut, functionTimeoutMs, id)
          : undefined;
        pending.set(id, { settle: resolve, invocation, timer });
        send(current, id, invocationId, invocation);
      };
      if (current || closing) return begin();
      waiting.push(begin);
    });

  await start();
  return {
    functions: current!.ready.functions,
    httpUri: () => current?.ready.httpUri,
    pid: () => current?.child.pid ?? 0,
    invoke,
    idle: () =>
      pending.size === 0 ? Promise.resolve() : new Promise((resolve) => idleWaiters.push(resolve)),
    close: async () => {
      closing = true;
      for (const begin of waiting.splice(0)) begin();
      waiting = [];
      const child = current?.child ?? attempt;
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      if (pending.size > 0) child.kill('SIGKILL');
      current?.channel.send({ type: 'terminate' });
      const timer = setTimeout(() => child.kill('SIGKILL'), terminateGraceMs);
      await exited;
      clearTimeout(timer);
    },
  };
};

const failedByFunction = ({ message, stack }: { message: string; stack?: string }): Outcome => ({
  kind: 'failed',
  cause: 'thrown',
  message,
  ...(stack && { stack }),
});

/** Starts one process. @returns when it has loaded the app */
const launch = (
  { worker, root, env }: FunctionProcessOptions,
  onFrame: (frame: Frame<ToHost>) => void,
  onChild: (child: ChildProcess) => void,
): Promise<Running> =>
  new Promise((resolve, reject) => {
    const stdio: ('ignore' | 'inherit' | 'pipe')[] = ['ignore', 'inherit', 'inherit'];
    stdio[channelFd] = 'pipe';
    const child = spawn(process.execPath, [worker], { cwd: root, env, stdio });
    onChild(child);
    const channel = frameChannel<ToWorker, ToHost>(child.stdio[channelFd] as Duplex, (frame) => {
      if (frame.header.type === 'ready') return resolve({ child, channel, ready: frame.header });
      if (frame.header.type !== 'load-failed') return onFrame(frame);
      reject(new Error(frame.header.message));
      child.kill('SIGKILL');
    });
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(
        new Error(`The function process ended (${signal ?? `code ${code}`}) before it had loaded the app.`),
      ),
    );
  });
