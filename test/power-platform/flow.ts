import type { Schema, Swagger } from '../../power-platform/generator/swagger';
import { findOperation, inputFaults, type Inputs } from '../support/connector-request';

export interface Action {
  type: string;
  runAfter?: Record<string, readonly string[]>;
  inputs?: {
    host?: { apiId: string; connectionName: string; operationId: string };
    parameters?: Inputs;
  };
  actions?: Record<string, Action>;
  else?: { actions: Record<string, Action> };
  [more: string]: unknown;
}

export interface Flow {
  properties: {
    connectionReferences: Record<string, { api: { name: string } }>;
    definition: {
      $schema: string;
      parameters: Record<string, unknown>;
      triggers: Record<string, Action>;
      actions: Record<string, Action>;
    };
  };
}

/** The connector, as connections of a flow name it. */
const OURS = 'shared_agentmesh';

interface Located {
  name: string;
  action: Action;
  /** The actions that it stands among. */
  siblings: Readonly<Record<string, Action>>;
  /** The actions around it, outermost first. */
  around: readonly Located[];
}

const within = (siblings: Record<string, Action>, around: readonly Located[] = []): readonly Located[] =>
  Object.entries(siblings).flatMap(([name, action]) => {
    const own = { name, action, siblings, around };
    const inner = [action.actions ?? {}, action.else?.actions ?? {}];
    return [own, ...inner.flatMap((actions) => within(actions, [...around, own]))];
  });

export const actionsOf = ({ properties }: Flow): readonly Located[] => within(properties.definition.actions);

/** All that an action waits for, directly or not. @throws Error where they wait for each other */
const before = (
  name: string,
  siblings: Readonly<Record<string, Action>>,
  path: readonly string[] = [],
): Set<string> => {
  if (path.includes(name)) throw new Error(`${[...path, name].join(' -> ')} wait for each other`);
  const direct = Object.keys(siblings[name]?.runAfter ?? {});
  return new Set([...direct, ...direct.flatMap((one) => [...before(one, siblings, [...path, name])])]);
};

const STATUSES = new Set(['Succeeded', 'Failed', 'Skipped', 'TimedOut']);

const orderFaults = ({ name, action, siblings }: Located): readonly string[] => {
  const after = Object.entries(action.runAfter ?? {});
  const lost = after
    .filter(([one]) => !Object.hasOwn(siblings, one))
    .map(([one]) => `${name} runs after ${one}`);
  const odd = after.flatMap(([, statuses]) => statuses.filter((one) => !STATUSES.has(one)));
  if (lost.length > 0) return lost;
  try {
    before(name, siblings);
    return odd;
  } catch (error) {
    return [(error as Error).message];
  }
};

/** Actions whose outputs an action may use. */
const usable = ({ name, siblings, around }: Located): ReadonlySet<string> => {
  const outer = around.flatMap((one) => [...before(one.name, one.siblings)]);
  // What a scope did can be looked at by what runs after the scope.
  const direct = [...outer, ...before(name, siblings)];
  const all = [...around.map((one) => one.siblings), siblings];
  const inside = direct.flatMap((one) => {
    const scope = all.map((each) => each[one]).find((each) => each?.actions);
    return scope?.actions ? within(scope.actions).map((each) => each.name) : [];
  });
  return new Set([...direct, ...inside]);
};

const textOf = ({ actions: _inner, else: _else, ...own }: Action): string => JSON.stringify(own);

const calls = (text: string, functionName: string): readonly string[] =>
  [...text.matchAll(new RegExp(`\\b${functionName}\\('([^']+)'\\)`, 'g'))].map(([, name]) => name!);

const useFaults = (located: Located): readonly string[] => {
  const text = textOf(located.action);
  const known = usable(located);
  const loops = new Set(
    located.around.filter(({ action }) => action.type === 'Foreach').map(({ name }) => name),
  );
  return [
    ...[...calls(text, 'outputs'), ...calls(text, 'body')]
      .filter((name) => !known.has(name))
      .map((name) => `${located.name} uses ${name}, which has not run`),
    ...calls(text, 'items')
      .filter((name) => !loops.has(name))
      .map((name) => `${located.name} is not in ${name}`),
  ];
};

const responseOf = (definition: Swagger, operationId: string): Schema => {
  const { operation, path } = findOperation(definition, operationId);
  const told = definition.paths[path]!['x-ms-notification-content']?.schema;
  const schema = told ?? Object.values(operation.responses).find((one) => one.schema)!.schema!;
  return definition.definitions[(schema['$ref'] as string).split('/')[2]!]!;
};

const has = (schema: Schema, property: string): boolean => property in (schema['properties'] as Schema);

/** `outputs('Submit')?['body/runId']` names a property of what the operation answers. */
const propertyFaults = (flow: Flow, definition: Swagger): readonly string[] => {
  const { triggers } = flow.properties.definition;
  const ours = actionsOf(flow).filter(({ action }) => action.inputs?.host?.connectionName === OURS);
  const text = JSON.stringify(flow);
  const ofActions = ours.flatMap(({ name, action }) =>
    [...text.matchAll(new RegExp(`outputs\\('${name}'\\)\\?\\['body/(\\w+)'\\]`, 'g'))]
      .map(([, property]) => property!)
      .filter((property) => !has(responseOf(definition, action.inputs!.host!.operationId), property)),
  );
  const ofTriggers = Object.values(triggers)
    .filter(({ inputs }) => inputs?.host?.connectionName === OURS)
    .flatMap(({ inputs }) =>
      [...text.matchAll(/triggerOutputs\(\)\?\['body\/(\w+)'\]/g)]
        .map(([, property]) => property!)
        .filter((property) => !has(responseOf(definition, inputs!.host!.operationId), property)),
    );
  return [...ofActions, ...ofTriggers];
};

const hostFaults = (flow: Flow, definition: Swagger, name: string, { inputs }: Action): readonly string[] => {
  const host = inputs?.host;
  if (!host) return [];
  const reference = flow.properties.connectionReferences[host.connectionName];
  if (!reference) return [`${name} uses a connection that is not there: ${host.connectionName}`];
  if (!host.apiId.endsWith(`/${reference.api.name}`))
    return [`${name} and its connection name different connectors`];
  if (host.connectionName !== OURS) return [];
  try {
    return inputFaults(definition, host.operationId, inputs.parameters ?? {});
  } catch (error) {
    return [(error as Error).message];
  }
};

/** A reference that differs from run to run makes a resubmitted flow a second request. */
const referenceFaults = ({ name, action: { inputs } }: Located): readonly string[] =>
  /\b(guid|rand|utcNow|ticks|workflow)\(/.test(JSON.stringify(inputs?.parameters?.['body/reference'] ?? ''))
    ? [`${name} makes a new reference each time`]
    : [];

const DEEPEST = 8;

/** What is wrong with a flow, as far as it can be told without the platform. */
export const flowFaults = (flow: Flow, definition: Swagger): readonly string[] => {
  const all = actionsOf(flow);
  const names = all.map(({ name }) => name);
  const { parameters, triggers } = flow.properties.definition;
  const hosts = [
    ...Object.entries(triggers).flatMap(([name, trigger]) => hostFaults(flow, definition, name, trigger)),
    ...all.flatMap((located) => hostFaults(flow, definition, located.name, located.action)),
  ];
  return [
    ...names.filter((name, index) => names.indexOf(name) !== index),
    ...names.filter((name) => !/^[\w-]{1,80}$/.test(name)),
    ...all.filter(({ around }) => around.length >= DEEPEST).map(({ name }) => `${name} is too deep`),
    ...calls(JSON.stringify(flow), 'parameters').filter((name) => !Object.hasOwn(parameters, name)),
    ...hosts,
    ...all.flatMap(orderFaults),
    ...(all.some((one) => orderFaults(one).length > 0) ? [] : all.flatMap(useFaults)),
    ...all.flatMap(referenceFaults),
    ...(hosts.length > 0 ? [] : propertyFaults(flow, definition)),
  ];
};
