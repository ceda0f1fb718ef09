import type { Duplex } from 'node:stream';
import { frameChannel } from './frames';
import type { Frame } from './frames';
import { functionsCore, supplyFunctionsCore } from './functions-core';
import type { FunctionApp } from './functions-core';
import { invokeFunction, runAppHooks } from './invoke-function';
import { loadFunctions } from './load-functions';
import type { LogEntry } from './log';
import type { ToHost, ToWorker } from './protocol';
import { fromWire, toWire } from './typed-data';

export interface WorkerOptions {
  /** The pipe to the host. */
  pipe: Duplex;
  /** The folder of the function app. */
  root: string;
  exit: (code: number) => void;
}

/** The function process: loads the app, says what it registered, and runs what the host asks for. */
export const runWorker = async ({ pipe, root, exit }: WorkerOptions): Promise<void> => {
  const onFrame = (frame: Frame<ToWorker>): void => handle(frame);
  const channel = frameChannel<ToHost, ToWorker>(pipe, onFrame);
  const log = (entry: LogEntry): void => channel.send({ type: 'log', ...entry });
  const core = functionsCore(log);
  const invoke = invokeFunction(core.app, log);
  pipe.on('close', () => exit(0));

  const run = async ({ header, blobs }: Frame<ToWorker & { type: 'invoke' }>): Promise<void> => {
    const { id, input, type: _, ...call } = header;
    try {
      const returnValue = await invoke({ ...call, input: fromWire(input, blobs) });
      if (returnValue === null) return channel.send({ type: 'succeeded', id, returnValue });
      const { wire, blobs: bytes } = toWire(returnValue);
      channel.send({ type: 'succeeded', id, returnValue: wire }, bytes);
    } catch (error) {
      channel.send({ type: 'failed', id, ...describe(error) });
    }
  };
  const handle = (frame: Frame<ToWorker>): void => {
    if (frame.header.type === 'invoke') return void run({ header: frame.header, blobs: frame.blobs });
    void runAppHooks(core.app, 'appTerminate').finally(() => exit(0));
  };

  try {
    supplyFunctionsCore(core);
    loadFunctions(root);
    channel.send(await started(core.app));
  } catch (error) {
    channel.send({ type: 'load-failed', message: describe(error).message });
  }
};

const started = async (app: FunctionApp): Promise<ToHost> => {
  if (app.functions.size === 0)
    throw new Error(
      'The app registered no functions: its entry points call none of app.http, app.eventHub, app.storageQueue, app.timer, app.generic.',
    );
  app.started = true;
  const capabilities = (await app.model?.getCapabilities?.({})) ?? {};
  await runAppHooks(app, 'appStart');
  const functions = [...app.functions.values()].map(({ registered }) => registered);
  const httpUri = capabilities['HttpUri'];
  return { type: 'ready', functions, ...(httpUri && { httpUri }) };
};

const describe = (error: unknown): { message: string; stack?: string } => {
  if (!(error instanceof Error))
    return { message: typeof error === 'string' ? error : JSON.stringify(error) };
  return { message: error.message, ...(error.stack && { stack: error.stack }) };
};
