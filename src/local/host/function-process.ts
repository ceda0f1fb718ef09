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

/** Why another process runs the functions: the one before died, or its code is another. */
export type RestartCause = 'died' | 'reloaded';

export interface FunctionProcessOptions {
  /** The script of the function process (`worker-main`). */
  worker: string;
  root: string;
  env: NodeJS.ProcessEnv;
  functionTimeoutMs: number;
  log: Log;
  onRestart?: (pid: number, why: RestartCause) => void;
  /** Waits before the first, second, … restart in a row; the last one repeats. */
  backoffMs?: readonly number[];
}

/** The process that runs the functions, kept alive: whoever invokes does not see it come and go. */
export interface FunctionProcess {
  functions: RegisteredFunction[];
  /** Where the library takes HTTP calls that stream, if the app asked for that. */
  httpUri(): string | undefined;
  /** Whether the app asked for that. */
  streams: boolean;
  /** Calls back at once, or when there is a process again; what is invoked then goes to that very process. */
  whenRunning(then: () => void): void;
  pid(): number;
  invoke: InvokeWithId;
  /**
   * Loads the app anew in a process that takes over; the one before ends when its calls have. Calls do not notice.
   * @throws Error (rejects) where the app does not load, or has other functions: the process before goes on
   */
  reload(): Promise<void>;
  /** Resolves when nothing is under way any more. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** With a signal, nobody waits for the call any more once it aborts: the function is not told. */
export type InvokeWithId = (
  invocation: Invocation,
  invocationId?: string,
  signal?: AbortSignal,
) => Promise<Outcome>;

interface Running {
  child: ChildProcess;
  channel: FrameChannel<ToWorker>;
  ready: ToHost & { type: 'ready' };
}

interface Pending {
  /** The process that was called. */
  by: ChildProcess;
  settle: (outcome: Outcome) => void;
  invocation: Invocation;
  timer: NodeJS.Timeout | undefined;
}

const defaultBackoffMs = [50, 200, 1000, 2000, 5000];
const terminateGraceMs = 1000;
const stableAfterMs = 10_000;
/** How long the calls of a process may last that another has taken over from. */
const retireGraceMs = 10_000;

/**
 * Starts the function process and keeps one running. Calls made while there is none wait for the next one; calls in
 * flight when it ends fail, all of them, as in Azure.
 * @throws Error (rejects) where the app does not load at first
 */
export const startFunctionProcess = async (options: FunctionProcessOptions): Promise<FunctionProcess> => {
  const { log, functionTimeoutMs, backoffMs = defaultBackoffMs } = options;
  const pending = new Map<number, Pending>();
  const idleWaiters = new Set<{ isIdle: () => boolean; wake: () => void }>();
  const retiring = new Set<ChildProcess>();
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
    for (const waiter of idleWaiters) if (waiter.isIdle() && idleWaiters.delete(waiter)) waiter.wake();
  };
  const callsOf = (child: ChildProcess) => [...pending].filter(([, { by }]) => by === child);
  const idleWhen = (isIdle: () => boolean): Promise<void> =>
    isIdle() ? Promise.resolve() : new Promise((wake) => idleWaiters.add({ isIdle, wake }));
  const failAll = (child: ChildProcess, cause: FailureCause, message: string): void => {
    for (const [id] of callsOf(child)) settle(id, { kind: 'failed', cause, message });
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

  const launchNext = (): Promise<Running> => launch(options, onFrame, (child) => void (attempt = child));
  const start = async (): Promise<void> => {
    const running = await launchNext();
    // A reload may have been quicker.
    if (current) return void running.child.kill('SIGKILL');
    takeOver(running);
  };
  const takeOver = (running: Running): void => {
    const startedAt = performance.now();
    current = running;
    running.child.once('exit', (code, signal) => {
      if (performance.now() - startedAt > stableAfterMs) deaths = 0;
      if (current === running) current = undefined;
      onDeath(running.child, signal ?? `code ${code}`);
    });
    for (const send of waiting.splice(0)) send();
  };
  const onDeath = (child: ChildProcess, how: string): void => {
    if (closing) return failAll(child, 'stopping', 'The host stops.');
    const calls = callsOf(child).length;
    const isReplaced = retiring.delete(child);
    if (!isReplaced || calls > 0)
      log({
        level: 'error',
        message: `The function process ended (${how}) with ${calls} calls under way: they fail${isReplaced ? '' : ', and a new one starts'}.`,
      });
    failAll(child, 'process-ended', `The function process ended (${how}).`);
    if (!isReplaced) restart();
  };
  const restart = (): void => {
    const wait = backoffMs[Math.min(deaths++, backoffMs.length - 1)] ?? 0;
    setTimeout(() => {
      if (closing || current) return;
      start().then(
        () => options.onRestart?.(current?.child.pid ?? 0, 'died'),
        (error: Error) => {
          log({ level: 'error', message: error.message });
          if (!closing) restart();
        },
      );
    }, wait);
  };

  const terminate = ({ child, channel }: Running): void => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    channel.send({ type: 'terminate' });
    setTimeout(() => child.kill('SIGKILL'), terminateGraceMs).unref();
  };
  /** Lets a process that is no longer called end what it does. */
  const retire = (running: Running): void => {
    retiring.add(running.child);
    const isIdle = idleWhen(() => callsOf(running.child).length === 0);
    const tooLate = new Promise<void>((resolve) => setTimeout(resolve, retireGraceMs).unref());
    void Promise.race([isIdle, tooLate]).then(() => terminate(running));
  };
  const reload = async (): Promise<void> => {
    const next = await launchNext();
    const others = JSON.stringify(next.ready.functions) !== JSON.stringify(registered);
    if (closing || others) {
      next.child.kill('SIGKILL');
      if (closing) return;
      throw new Error('the app has other functions or triggers than before, which only a new start takes up');
    }
    const before = current;
    takeOver(next);
    if (before) retire(before);
    options.onRestart?.(next.child.pid ?? 0, 'reloaded');
  };

  const timeOut = (id: number): void => {
    const { invocation, by } = pending.get(id) ?? {};
    const message = `${invocation?.functionName} ran past functionTimeout (${functionTimeoutMs} ms).`;
    log({ level: 'error', message: `${message} Its process is ended, and every other call with it.` });
    // Nothing more is sent to a process that is about to end.
    if (current?.child === by) current = undefined;
    settle(id, { kind: 'failed', cause: 'timed-out', message });
    by?.kill('SIGKILL');
  };
  const send = (running: Running, id: number, invocationId: string, invocation: Invocation): void => {
    const { input, ...call } = invocation;
    const { wire, blobs } = toWire(input);
    running.channel.send({ type: 'invoke', id, invocationId, input: wire, ...call }, blobs);
  };
  const whenRunning = (then: () => void): void => {
    if (current || closing) then();
    else waiting.push(then);
  };
  const invoke: InvokeWithId = (invocation, invocationId = randomUUID(), signal) =>
    new Promise((resolve) => {
      const begin = (): void => {
        if (closing || !current)
          return resolve({ kind: 'failed', cause: 'stopping', message: 'The host stops.' });
        const id = ++lastId;
        const timer = Number.isFinite(functionTimeoutMs)
          ? setTimeout(timeOut, functionTimeoutMs, id)
          : undefined;
        pending.set(id, { by: current.child, settle: resolve, invocation, timer });
        send(current, id, invocationId, invocation);
        const message = 'Nobody waits for the answer any more.';
        signal?.addEventListener('abort', () => settle(id, { kind: 'failed', cause: 'thrown', message }));
      };
      whenRunning(begin);
    });

  await start();
  const registered = current!.ready.functions;
  return {
    functions: registered,
    httpUri: () => current?.ready.httpUri,
    streams: current!.ready.httpUri !== undefined,
    whenRunning,
    pid: () => current?.child.pid ?? 0,
    invoke,
    reload,
    idle: () => idleWhen(() => pending.size === 0),
    close: async () => {
      closing = true;
      for (const begin of waiting.splice(0)) begin();
      waiting = [];
      for (const child of retiring) child.kill('SIGKILL');
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
