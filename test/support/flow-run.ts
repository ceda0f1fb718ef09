import type { Action, Flow } from '../power-platform/flow';
import { evaluated, type Scope } from './flow-expression';
import type { Inputs } from './connector-request';
import type { Outcome } from './power-automate';

export type Status = 'Succeeded' | 'Failed' | 'Skipped';

/** A connector of a flow: performs an operation, and answers as HTTP does. */
export type Connector = (operationId: string, inputs: Inputs) => Promise<Outcome>;

export interface FlowRun {
  /** Of each action, by name; of actions in a loop, of the last time. */
  statuses: ReadonlyMap<string, Status>;
}

interface Running extends Scope {
  outputs: Map<string, unknown>;
}

type Equals = { and: readonly { equals: readonly [unknown, unknown] }[] };

/**
 * Runs a flow as the workflow definition language says, as far as the sample flows use it: actions after those that they
 * wait for, skipped where those ended otherwise; loops, scopes, conditions, filters and selections.
 * @param trigger what the flow is started with: `{ body }`
 */
export const runFlow = async (
  { properties: { definition } }: Flow,
  {
    trigger,
    connectors,
    parameters = {},
  }: {
    trigger: unknown;
    connectors: Readonly<Record<string, Connector>>;
    parameters?: Readonly<Record<string, unknown>>;
  },
): Promise<FlowRun> => {
  const statuses = new Map<string, Status>();

  const perform = async (name: string, action: Action, scope: Running): Promise<Status> => {
    const { type, inputs } = action;
    switch (type) {
      case 'OpenApiConnection': {
        const { host, parameters: given } = inputs!;
        const connector = connectors[host!.connectionName]!;
        const answer = await connector(host!.operationId, evaluated(given, scope) as Inputs);
        scope.outputs.set(name, { statusCode: answer.status, body: answer.body });
        return answer.status < 400 ? 'Succeeded' : 'Failed';
      }
      case 'Query':
      case 'Select': {
        const { from, where, select } = inputs as unknown as Record<string, unknown>;
        const list = evaluated(from, scope) as readonly unknown[];
        const body =
          type === 'Query'
            ? list.filter((item) => evaluated(where, { ...scope, item }))
            : list.map((item) => evaluated(select, { ...scope, item }));
        scope.outputs.set(name, { body });
        return 'Succeeded';
      }
      case 'Foreach': {
        const results: Status[] = [];
        for (const item of evaluated(action['foreach'], scope) as readonly unknown[]) {
          // What an action gave is that of its own turn.
          const turn = { outputs: new Map(scope.outputs), items: new Map([...scope.items, [name, item]]) };
          results.push(await together(action.actions!, { ...scope, ...turn }));
        }
        return results.includes('Failed') ? 'Failed' : 'Succeeded';
      }
      case 'Scope':
        return together(action.actions!, scope);
      case 'If': {
        const { and } = evaluated(action['expression'], scope) as Equals;
        const holds = and.every(({ equals: [one, other] }) => one === other);
        return together(holds ? action.actions! : (action.else?.actions ?? {}), scope);
      }
      default:
        throw new Error(`${name}: actions of the type ${type} are not known here`);
    }
  };

  /** Whether an action runs, by how those that it waits for ended; undefined while they have not. */
  const mayRun = ({ runAfter = {} }: Action, done: ReadonlyMap<string, Status>): boolean | undefined => {
    const waitsFor = Object.entries(runAfter);
    if (waitsFor.some(([one]) => !done.has(one))) return undefined;
    return waitsFor.every(([one, wanted]) => wanted.includes(done.get(one)!));
  };

  /** A group has failed when one of its actions has, and nothing that ran after it took care of it. */
  const outcomeOf = (actions: Record<string, Action>, done: ReadonlyMap<string, Status>): Status => {
    const cared = (name: string) =>
      Object.entries(actions).some(
        ([other, { runAfter = {} }]) => name in runAfter && done.get(other) === 'Succeeded',
      );
    const failed = [...done].some(([name, status]) => status === 'Failed' && !cared(name));
    return failed ? 'Failed' : 'Succeeded';
  };

  const together = async (actions: Record<string, Action>, scope: Running): Promise<Status> => {
    const done = new Map<string, Status>();
    while (done.size < Object.keys(actions).length)
      for (const [name, action] of Object.entries(actions)) {
        const may = done.has(name) ? undefined : mayRun(action, done);
        if (may === undefined) continue;
        const status = may ? await perform(name, action, scope) : 'Skipped';
        done.set(name, status);
        statuses.set(name, status);
      }
    return outcomeOf(actions, done);
  };

  const defaults = Object.fromEntries(
    Object.entries(definition.parameters).map(([name, one]) => [
      name,
      (one as { defaultValue?: unknown }).defaultValue,
    ]),
  );
  await together(definition.actions, {
    trigger,
    parameters: { ...defaults, ...parameters },
    outputs: new Map(),
    items: new Map(),
  });
  return { statuses };
};
