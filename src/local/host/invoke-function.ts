import type { CoreInvocationContext, FunctionApp, Hook, HookName } from './functions-core';
import { triggerOf } from './invocation';
import type { Invocation } from './invocation';
import type { LogEntry } from './log';
import type { TypedData } from './typed-data';

export type Call = Invocation & { invocationId: string };

const noTrace = { traceParent: '', traceState: '' };

/**
 * Runs one call through the programming model: arguments, hooks, function, hooks, response.
 * @throws what the function threw
 */
export const invokeFunction =
  (app: FunctionApp, log: (entry: LogEntry) => void) =>
  async (call: Call): Promise<TypedData | null> => {
    const found = app.functions.get(call.functionName);
    if (!found) throw new Error(`The function "${call.functionName}" is not registered.`);
    if (!app.model) throw new Error('The app registered no programming model.');

    const core = coreContext(app, call, log);
    const model = await app.model.getInvocationModel(core);
    const { context, inputs } = await model.getArguments();
    const shared = { hookData: {}, appHookData: appHookDataOf(app), invocationContext: context };

    const before: Record<string, unknown> = { ...shared, inputs, functionCallback: found.callback };
    await runHooks(app, core, 'preInvocation', before);

    const after: Record<string, unknown> = { ...shared, inputs: before['inputs'], result: null, error: null };
    core.state = 'invocation';
    try {
      after['result'] = await model.invokeFunction(
        context,
        before['inputs'] as unknown[],
        before['functionCallback'] as (typeof found)['callback'],
      );
    } catch (error) {
      after['error'] = error;
    }
    await runHooks(app, core, 'postInvocation', after);

    // As in the real worker: whatever is thrown counts as an error, but for null and undefined.
    if (after['error'] !== null && after['error'] !== undefined) throw after['error'];
    return (await model.getResponse(context, after['result'])).returnValue ?? null;
  };

/** Runs the hooks of the app's own life. */
export const runAppHooks = async (app: FunctionApp, name: 'appStart' | 'appTerminate'): Promise<void> => {
  for (const hook of hooksOf(app, name))
    await hook({ hookData: {}, appHookData: appHookDataOf(app), functionAppDirectory: process.cwd() });
};

const coreContext = (app: FunctionApp, call: Call, log: (entry: LogEntry) => void): CoreInvocationContext => {
  const { registered } = app.functions.get(call.functionName)!;
  const { invocationId, functionName } = call;
  return {
    invocationId,
    metadata: registered,
    request: {
      invocationId,
      inputData: [{ name: triggerOf(registered)?.name ?? '', data: call.input }],
      triggerMetadata: call.triggerMetadata ?? {},
      traceContext: { ...(call.traceContext ?? noTrace), attributes: {} },
      ...(call.retryContext && { retryContext: call.retryContext }),
    },
    log: (level, category, message) => {
      const entry = { level, message, functionName, invocationId, category };
      for (const hook of hooksOf(app, 'log')) hook(entry);
      log({ level: entry.level, message: entry.message, functionName, invocationId });
    },
  };
};

const runHooks = async (
  app: FunctionApp,
  core: CoreInvocationContext,
  name: HookName,
  context: Record<string, unknown>,
) => {
  const hooks = hooksOf(app, name);
  if (hooks.length === 0) return;
  core.state = `${name as 'preInvocation' | 'postInvocation'}Hooks`;
  try {
    for (const hook of hooks) await hook(context);
  } finally {
    delete core.state;
  }
};

const none: Hook[] = [];
const hooksOf = (app: FunctionApp, name: HookName): Hook[] => app.hooks.get(name) ?? none;

const appHookData = new WeakMap<FunctionApp, object>();
const appHookDataOf = (app: FunctionApp): object => {
  const known = appHookData.get(app);
  if (known) return known;
  const made = {};
  appHookData.set(app, made);
  return made;
};
