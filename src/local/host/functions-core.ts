import Module from 'node:module';
import type { LogEntry } from './log';
import type { Binding, RegisteredFunction, RetryOptions } from './invocation';
import type { TypedData } from './typed-data';

/** The name that the programming model's library asks for, and that no package has: the language worker supplies it. */
export const functionsCoreModule = '@azure/functions-core';

export type HookName = 'preInvocation' | 'postInvocation' | 'appStart' | 'appTerminate' | 'log';
export type Hook = (context: Record<string, unknown>) => unknown;
export type FunctionCallback = (...args: unknown[]) => unknown;

/** What `@azure/functions` registers with the worker: it makes the arguments of a call and reads its result. */
export interface ProgrammingModel {
  name: string;
  version: string;
  getInvocationModel(context: CoreInvocationContext): InvocationModel | Promise<InvocationModel>;
  getCapabilities?(
    capabilities: Record<string, string>,
  ): Record<string, string> | Promise<Record<string, string>>;
}

export interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<{ returnValue?: TypedData | null }>;
}

export interface CoreInvocationContext {
  invocationId: string;
  request: {
    invocationId: string;
    inputData: { name: string; data: TypedData }[];
    triggerMetadata: Record<string, TypedData>;
    traceContext: { traceParent: string; traceState: string; attributes: Record<string, string> };
    retryContext?: unknown;
  };
  metadata: { name: string; bindings: Record<string, Binding> };
  state?: 'preInvocationHooks' | 'invocation' | 'postInvocationHooks';
  log(level: LogEntry['level'], category: 'user' | 'system' | 'customMetric', message: string): void;
}

/** What was registered so far: the app as the worker sees it. */
export interface FunctionApp {
  functions: Map<string, { registered: RegisteredFunction; callback: FunctionCallback }>;
  hooks: Map<string, Hook[]>;
  model: ProgrammingModel | undefined;
  /** Registrations are refused from then on, as in Azure. */
  started: boolean;
}

export interface FunctionsCore {
  app: FunctionApp;
  /** The module `@azure/functions-core`. */
  module: Record<string, unknown>;
}

/** Makes the module that a language worker supplies, and the app that fills as the bundle's registrations call it. */
export const functionsCore = (log: (entry: LogEntry) => void): FunctionsCore => {
  const app: FunctionApp = { functions: new Map(), hooks: new Map(), model: undefined, started: false };
  return {
    app,
    module: {
      version: '4.0.0',
      hostVersion: '4.0.0',
      registerFunction: registerFunction(app),
      registerHook: registerHook(app),
      setProgrammingModel: (model: ProgrammingModel) => void (app.model = model),
      getProgrammingModel: () => app.model,
      log: (level: LogEntry['level'], _category: string, message: string) => log({ level, message }),
      Disposable,
    },
  };
};

/** Lets `require('@azure/functions-core')` find the module, in this process, the way the real worker does. */
export const supplyFunctionsCore = (core: FunctionsCore): void => {
  const prototype = Module.prototype as { require: (this: unknown, id: string) => unknown };
  const { require: original } = prototype;
  prototype.require = function (id) {
    return id === functionsCoreModule ? core.module : original.call(this, id);
  };
};

interface CoreMetadata {
  name: string;
  bindings: Record<string, Binding>;
  retryOptions?: RetryOptions;
}

const registerFunction = (app: FunctionApp) => (metadata: CoreMetadata, callback: FunctionCallback) => {
  if (app.started) throw new Error('A function can only be registered while the app starts.');
  const { name, bindings, retryOptions } = metadata;
  if (app.functions.has(name)) throw new Error(`A function named "${name}" is registered already.`);
  app.functions.set(name, {
    registered: { name, bindings, ...(retryOptions && { retryOptions }) },
    callback,
  });
  return new Disposable(() => app.functions.delete(name));
};

const registerHook = (app: FunctionApp) => (name: HookName, hook: Hook) => {
  const hooks = app.hooks.get(name) ?? [];
  app.hooks.set(name, [...hooks, hook]);
  return new Disposable(() =>
    app.hooks.set(
      name,
      (app.hooks.get(name) ?? []).filter((other) => other !== hook),
    ),
  );
};

// Part of the module's interface, so a constructor function rather than a closure.
const Disposable = function (this: { dispose: () => void }, onDispose: () => unknown) {
  this.dispose = () => void onDispose();
} as unknown as new (onDispose: () => unknown) => { dispose: () => void };
