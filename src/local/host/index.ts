import { isDisabled } from './app-settings';
import { startEventHubTrigger } from './event-hub-trigger';
import { startFunctionProcess } from './function-process';
import { readHostJson } from './host-json';
import type { HostSettings } from './host-json';
import { httpStream } from './http-stream';
import { startHttpTrigger } from './http-trigger';
import { triggerOf } from './invocation';
import type { Listener, RegisteredFunction } from './invocation';
import { hostLog } from './log';
import type { Log } from './log';
import { startQueueTrigger } from './queue-trigger';
import { startTimerTrigger } from './timer-trigger';
import type { FunctionProcess, RestartCause } from './function-process';

export interface HostOptions {
  /** The folder of the function app: host.json, package.json. */
  root: string;
  /** The script of the function process. */
  worker: string;
  /** 0 lets the system choose. */
  port?: number;
  /** Names the host in its logs. */
  role?: string;
  env?: NodeJS.ProcessEnv;
  /** How long calls under way may last when the host stops. */
  drainMs?: number;
  /** Called with the new process id when the function process was started again. */
  onRestart?: (functionPid: number, why: RestartCause) => void;
  write?: (line: string) => void;
}

export interface RunningHost {
  port: number;
  /** The names of the functions that are switched on. */
  functions: string[];
  functionPid(): number;
  /** Takes up the app as it is on disk now. @throws Error (rejects) where it cannot: what was loaded before goes on */
  reload(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts the functions host of the laptop: the app in a process of its own, and the triggers of its functions.
 * @throws Error (rejects) that says what to do, where the app, its settings or the port do not allow it
 */
export const startHost = async (options: HostOptions): Promise<RunningHost> => {
  const { root, worker, role = 'host', env = process.env, drainMs = 5000, onRestart } = options;
  const settings = readHostJson(root, env);
  const log = hostLog({ role, threshold: settings.logLevel, ...(options.write && { write: options.write }) });
  const functionProcess = await startFunctionProcess({
    worker,
    root,
    env,
    log,
    functionTimeoutMs: settings.functionTimeoutMs,
    ...(onRestart && { onRestart }),
  });
  const functions = functionProcess.functions.filter(({ name }) => !isDisabled(name, env));
  const listeners: Listener[] = [];
  const close = closeHost(listeners, functionProcess, drainMs);
  try {
    const http = await startHttpTrigger({
      functions,
      invoke: functionProcess.invoke,
      port: options.port ?? 0,
      routePrefix: settings.routePrefix,
      limits: settings.httpLimits,
      stream: httpStream(functionProcess),
    });
    listeners.push(http);
    for (const registered of functions) {
      const listener = startListener({ registered, functionProcess, settings, env, log });
      if (listener) listeners.push(listener);
    }
    return {
      port: http.port,
      functions: functions.map(({ name }) => name),
      functionPid: () => functionProcess.pid(),
      reload: () => functionProcess.reload(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};

interface ListenerContext {
  registered: RegisteredFunction;
  functionProcess: FunctionProcess;
  settings: HostSettings;
  env: NodeJS.ProcessEnv;
  log: Log;
}

const startListener = ({
  registered,
  functionProcess,
  settings,
  env,
  log,
}: ListenerContext): Listener | undefined => {
  const { invoke } = functionProcess;
  const trigger = triggerOf(registered) ?? { type: 'no trigger' };
  const common = { registered, trigger, invoke, env, log };
  switch (trigger.type.toLowerCase()) {
    case 'httptrigger':
      return undefined;
    case 'timertrigger':
      return startTimerTrigger(common);
    case 'eventhubtrigger':
      return startEventHubTrigger({
        ...common,
        registered: paced(registered, env),
        settings: settings.eventHubs,
        ownershipMs: milliseconds(env, 'MESH_HOST_OWNERSHIP_MS', 3000),
        balanceMs: milliseconds(env, 'MESH_HOST_BALANCE_MS', 500),
      });
    case 'queuetrigger':
      return startQueueTrigger({
        ...common,
        settings: settings.queues,
        pollMs: milliseconds(env, 'MESH_HOST_QUEUE_POLL_MS', 200),
        leaseMs: milliseconds(env, 'MESH_HOST_QUEUE_LEASE_MS', 30_000),
      });
    default:
      log({
        level: 'warning',
        functionName: registered.name,
        message: `The laptop's host does not know ${trigger.type}: ${registered.name} will not run.`,
      });
      return undefined;
  }
};

/** Tests and impatient people need not wait as long between tries as the platform would. */
const paced = (registered: RegisteredFunction, env: NodeJS.ProcessEnv): RegisteredFunction => {
  const { retryOptions } = registered;
  if (!retryOptions || !env['MESH_HOST_RETRY_MS']) return registered;
  const seconds = milliseconds(env, 'MESH_HOST_RETRY_MS', 5_000) / 1_000;
  return { ...registered, retryOptions: { ...retryOptions, delayInterval: { seconds } } };
};

/** Listeners stop taking; what is under way has a little time; then the function process ends. */
const closeHost =
  (listeners: Listener[], functionProcess: FunctionProcess, drainMs: number) => async (): Promise<void> => {
    const closing = Promise.all(listeners.map((listener) => listener.close()));
    const tooLate = new Promise<void>((resolve) => setTimeout(resolve, drainMs).unref());
    await Promise.race([closing, tooLate]);
    await functionProcess.close();
    for (const { abandon } of listeners) abandon?.();
    await closing;
  };

const milliseconds = (env: NodeJS.ProcessEnv, name: string, fallback: number): number => {
  const value = env[name];
  if (value === undefined || value === '') return fallback;
  const number = Number(value);
  if (Number.isFinite(number) && number > 0) return number;
  throw new Error(
    `The setting ${name} must be a number of milliseconds above 0, for example ${fallback}; it is "${value}".`,
  );
};
