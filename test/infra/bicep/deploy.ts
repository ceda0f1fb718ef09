import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FUNCTIONS } from './functions';
import { parse, withNames, type Declared, type Names, type Statement } from './parse';
import { isBag, isReference, Later, plain, propertyOf, textOf, type Bag, type Reference } from './values';

/** One resource, as a deployment with these parameters would ask for it. */
export interface Deployed {
  /** Path of the template, from the folder of the project. */
  file: string;
  symbol: string;
  type: string;
  apiVersion: string;
  /** Resource id. */
  id: string;
  name: string;
  /** Id of what it is in: its parent, the resource that it extends, a resource group or the subscription. */
  scope: string;
  /** All but its name. What is known only while the deployment runs is a text in angle brackets. */
  body: Readonly<Bag>;
}

export interface Deployment {
  resources: readonly Deployed[];
  outputs: Readonly<Bag>;
}

const SUBSCRIPTION = '/subscriptions/00000000-0000-0000-0000-000000000000';
const TENANT = '11111111-1111-1111-1111-111111111111';

interface Site {
  /** Id of the resource group or subscription that is deployed to. */
  scope: string;
  location: string;
  found: Deployed[];
}

const parsed = new Map<string, readonly Statement[]>();

const statementsOf = (file: string): readonly Statement[] => {
  const known = parsed.get(file);
  if (known) return known;
  try {
    const statements = parse(readFileSync(file, 'utf8'));
    parsed.set(file, statements);
    return statements;
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
};

/** What only the cloud knows of itself. */
const ambient = ({ scope, location }: Site): Bag => ({
  subscription: () => ({
    id: SUBSCRIPTION,
    subscriptionId: SUBSCRIPTION.split('/').at(-1),
    tenantId: TENANT,
  }),
  tenant: () => ({ tenantId: TENANT }),
  resourceGroup: () => ({ id: scope, name: scope.split('/').at(-1), location }),
  deployment: () => ({ name: 'test' }),
  environment: () => ({
    name: 'AzureCloud',
    resourceManager: 'https://management.azure.com/',
    authentication: { loginEndpoint: 'https://login.microsoftonline.com/' },
    suffixes: { storage: 'core.windows.net', keyvaultDns: '.vault.azure.net', acrLoginServer: '.azurecr.io' },
  }),
  reference: (id: unknown) => new Later(textOf(id)),
  pickZones: () => [],
});

const filesOf = (folder: string): Bag => ({
  loadTextContent: (path: string) => readFileSync(join(folder, path), 'utf8'),
  loadJsonContent: (path: string, pointer?: string) => {
    const whole = JSON.parse(readFileSync(join(folder, path), 'utf8')) as unknown;
    return (pointer ?? '')
      .replace(/^\$\.?/, '')
      .split('.')
      .filter(Boolean)
      .reduce((value, name) => propertyOf(value, name), whole);
  },
});

/** A value that is found out once, when it is first asked for. */
const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};

/** One use of a template: its names, and what it deploys to `site`. */
const useOf = (file: string, params: Bag, site: Site): { names: Names; run(): Bag } => {
  const statements = statementsOf(file);
  const folder = dirname(file);
  const own = new Map<string, () => unknown>();
  const outside: Bag = { ...FUNCTIONS, ...ambient(site), ...filesOf(folder) };
  const names: Names = (name) => {
    const found = own.get(name);
    if (found) return found();
    if (Object.hasOwn(outside, name)) return outside[name];
    if (name === 'az' || name === 'sys') return outside;
    throw new Error(`${file}: nothing is called '${name}'`);
  };
  const things: (() => void)[] = [];
  for (const statement of statements) bind(statement);

  function bind(statement: Statement): void {
    switch (statement.kind) {
      case 'param':
        return void own.set(
          statement.name,
          once(() => valueOfParam(statement)),
        );
      case 'var':
        return void own.set(
          statement.name,
          once(() => statement.value(names)),
        );
      case 'func':
        return void own.set(
          statement.name,
          () =>
            (...args: unknown[]) =>
              statement.value(withNames(names, statement.parameters, args)),
        );
      case 'import': {
        const from = join(folder, statement.path);
        const there = once(() => useOf(from, {}, site).names);
        for (const one of statement.names) own.set(one.as, () => there()(one.name));
        return undefined;
      }
      case 'resource':
      case 'module': {
        const { declared } = statement;
        const make = statement.kind === 'module' ? moduleOf : resourceOf;
        const made = once(() => each(declared, names, make));
        own.set(declared.symbol, () => made().value);
        things.push(() => made().emit());
        return undefined;
      }
      default:
        return undefined;
    }
  }

  function valueOfParam({ name, value, nullable }: Extract<Statement, { kind: 'param' }>): unknown {
    const given = params[name];
    if (given !== undefined && (given !== null || nullable)) return given;
    if (value) return value(names);
    if (nullable) return null;
    throw new Error(`${file}: the parameter '${name}' is missing`);
  }

  interface Made {
    value: unknown;
    emit(): void;
  }

  /** A thing, or one an item of its loop. */
  function each(declared: Declared, around: Names, make: (declared: Declared, names: Names) => Made): Made {
    const { loop } = declared;
    if (!loop) return make(declared, around);
    const made = (loop.source(around) as unknown[]).map((item, n) =>
      make(declared, withNames(around, [loop.item, loop.index ?? ''], [item, n])),
    );
    return { value: made.map(({ value }) => value), emit: () => made.forEach((one) => one.emit()) };
  }

  function resourceOf(declared: Declared, around: Names, parentOf?: Reference & { type: string }): Made {
    const [typed, version = ''] = declared.target.split('@');
    const type = parentOf && !typed!.includes('.') ? `${parentOf.type}/${typed}` : typed!;
    const body = once(() => declared.body(inside) as Bag);
    const id = once(() => idOf(type, body(), parentOf, site));
    const reference: Reference & { type: string } = {
      isReference: true,
      type,
      read: (name) => {
        if (name === 'id') return id().id;
        if (name === 'type') return type;
        if (name === 'apiVersion') return version;
        if (name === 'properties')
          return propertiesOf(id().id, declared.existing ? {} : body()['properties']);
        return body()[name] ?? new Later(`${id().id}.${name}`);
      },
      child: (name) => children.get(name)?.().value,
    };
    const children = new Map(
      declared.nested.map((child) => [
        child.symbol,
        once(() => each(child, inside, (one, place) => resourceOf(one, place, reference))),
      ]),
    );
    function inside(name: string): unknown {
      return children.get(name)?.().value ?? around(name);
    }
    const emit = () => {
      if (declared.condition && !declared.condition(around)) return;
      if (!declared.existing) site.found.push(deployed());
      for (const child of children.values()) child().emit();
    };
    const deployed = (): Deployed => {
      const { name: _name, parent: _parent, scope: _scope, dependsOn: _dependsOn, ...rest } = body();
      const { id: own_, scope } = id();
      return {
        file,
        symbol: declared.symbol,
        type,
        apiVersion: version,
        id: own_,
        name: textOf(body()['name']),
        scope,
        body: plain(rest) as Bag,
      };
    };
    return { value: reference, emit };
  }

  function moduleOf(declared: Declared, around: Names): Made {
    const body = once(() => declared.body(around) as Bag);
    const use = once(() => {
      const { params: given, scope } = body();
      const target = isReference(scope) ? textOf(scope.read('id')) : site.scope;
      const location = isReference(scope) ? textOf(scope.read('location')) : site.location;
      const used = useOf(join(folder, declared.target), (given ?? {}) as Bag, {
        ...site,
        scope: target,
        location,
      });
      return { names: used.names, outputs: once(() => used.run()) };
    });
    const reference: Reference = {
      isReference: true,
      read: (name) => {
        if (name === 'name') return body()['name'];
        if (name === 'outputs') return use().outputs();
        throw new Error(`${file}: a module has no '${name}'`);
      },
    };
    return {
      value: reference,
      emit: () => {
        if (!declared.condition || declared.condition(around)) use().outputs();
      },
    };
  }

  const outputsOf = (): Bag => {
    const outputs: Bag = {};
    for (const statement of statements)
      if (statement.kind === 'output')
        Object.defineProperty(outputs, statement.name, {
          enumerable: true,
          get: once(() => statement.value(names)),
        });
    return outputs;
  };

  return {
    names,
    run: () => {
      const outputs = outputsOf();
      // Asked for while this runs, by somebody who depends on it: what it deploys is noted once.
      for (const emit of things.splice(0)) emit();
      return outputs;
    },
  };
};

/** What was asked for, and beside it what only the cloud will say. */
const propertiesOf = (id: string, asked: unknown): Reference => ({
  isReference: true,
  read: (name) => (isBag(asked) && Object.hasOwn(asked, name) ? asked[name] : new Later(`${id}.${name}`)),
});

const idOf = (
  type: string,
  { name, parent, scope }: Bag,
  outer: Reference | undefined,
  site: Site,
): { id: string; scope: string } => {
  const within = outer ?? parent;
  const last = type.split('/').at(-1)!;
  if (isReference(within)) {
    const scoped = textOf(within.read('id'));
    return { id: `${scoped}/${last}/${textOf(name)}`, scope: scoped };
  }
  if (type === 'Microsoft.Resources/resourceGroups')
    return { id: `${SUBSCRIPTION}/resourceGroups/${textOf(name)}`, scope: SUBSCRIPTION };
  const base = scopeOf(scope, site);
  const [provider, ...types] = type.split('/');
  const segments = textOf(name).split('/');
  const path = types.map((one, n) => `${one}/${segments[n] ?? ''}`).join('/');
  return { id: `${base}/providers/${provider}/${path}`, scope: base };
};

const scopeOf = (scope: unknown, site: Site): string => {
  if (isReference(scope)) return textOf(scope.read('id'));
  if (isBag(scope) && typeof scope['id'] === 'string') return scope['id'];
  return site.scope;
};

/**
 * Deploys a template on paper: every module with its parameters, every loop and condition. What the cloud decides is
 * left open.
 * @throws Error that names the file of what this does not understand
 */
export const deploy = (file: string, params: Readonly<Bag>): Deployment => {
  const found: Deployed[] = [];
  const site = { scope: SUBSCRIPTION, location: 'westeurope', found };
  const outputs = plain(useOf(file, { ...params }, site).run()) as Bag;
  return { resources: found, outputs };
};

/** What a file exports: a variable or a function. */
export const exportedBy = (file: string, name: string): unknown => {
  const value = useOf(file, {}, { scope: SUBSCRIPTION, location: 'westeurope', found: [] }).names(name);
  return typeof value === 'function' ? value : plain(value);
};

export interface Declaration {
  kind: Statement['kind'];
  name: string;
  description?: string;
  existing?: boolean;
}

const descriptionOf = (statement: Statement): string | undefined => {
  if (!('decorators' in statement)) return undefined;
  const found = statement.decorators.find(({ name }) => name === 'description');
  return found && textOf(found.values[0]!(() => undefined));
};

/** What a file declares, nested resources too. */
export const declarationsIn = (file: string): readonly Declaration[] =>
  statementsOf(file).flatMap((statement): Declaration[] => {
    if ('declared' in statement) return declaredIn(statement.kind, statement.declared);
    if (!('name' in statement)) return [];
    const description = descriptionOf(statement);
    return [
      { kind: statement.kind, name: statement.name, ...(description !== undefined && { description }) },
    ];
  });

const declaredIn = (kind: Statement['kind'], { symbol, existing, nested }: Declared): Declaration[] => [
  { kind, name: symbol, existing },
  ...nested.flatMap((one) => declaredIn('resource', one)),
];
