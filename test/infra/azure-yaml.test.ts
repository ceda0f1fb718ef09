import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parse } from 'yaml';
import { at, meshOf, VARIANT_NAMES } from './template';

// What azd takes in azure.yaml, as far as it is used here: written by hand from its published schema
// (schemas/v1.0/azure.yaml.json in Azure/azure-dev) and, for `condition`, from its source; the schema lets unknown fields pass.
const TEXT = { kind: 'text' } as const;
const FLAG = { kind: 'flag' } as const;
type Rule =
  | { kind: 'text'; matches?: RegExp }
  | { kind: 'flag' }
  | { kind: 'list'; of: Rule }
  | { kind: 'map'; of: Rule; named: RegExp }
  | { kind: 'object'; fields: Readonly<Record<string, Rule>>; needs?: readonly string[] }
  | { kind: 'by'; field: string; rules: Readonly<Record<string, Rule>> };

const oneOf = (...values: readonly string[]): Rule => ({
  kind: 'text',
  matches: new RegExp(`^(${values.join('|')})$`),
});
/** `${NAME=default}`: without a default, a service would be left out where nobody chose. */
const CONDITION: Rule = { kind: 'text', matches: /^\$\{[A-Z][A-Z0-9_]*=(true|false)\}$/ };

const FUNCTION: Rule = {
  kind: 'object',
  needs: ['project', 'host', 'language', 'remoteBuild'],
  fields: {
    project: TEXT,
    host: oneOf('function'),
    language: oneOf('js', 'ts', 'py', 'python', 'dotnet', 'csharp', 'fsharp', 'java', 'go', 'golang'),
    remoteBuild: FLAG,
    condition: CONDITION,
  },
};
const CONTAINER: Rule = {
  kind: 'object',
  needs: ['project', 'host', 'docker'],
  fields: {
    project: TEXT,
    host: oneOf('containerapp'),
    language: oneOf('docker'),
    condition: CONDITION,
    docker: {
      kind: 'object',
      fields: { path: TEXT, context: TEXT, platform: TEXT, remoteBuild: FLAG },
    },
  },
};
const COMMAND = (...shells: readonly string[]): Rule => ({
  kind: 'object',
  needs: ['run', 'shell'],
  fields: { shell: oneOf(...shells), run: TEXT, interactive: FLAG, continueOnError: FLAG },
});
/** A hook for each system: then nothing else may stand beside them. */
const HOOK: Rule = {
  kind: 'object',
  needs: ['posix', 'windows'],
  fields: { posix: COMMAND('sh'), windows: COMMAND('pwsh') },
};
const AZURE_YAML: Rule = {
  kind: 'object',
  needs: ['name', 'services'],
  fields: {
    name: { kind: 'text', matches: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/ },
    metadata: { kind: 'object', fields: { template: TEXT } },
    requiredVersions: { kind: 'object', fields: { azd: TEXT } },
    infra: { kind: 'object', fields: { provider: oneOf('bicep', 'terraform'), path: TEXT, module: TEXT } },
    services: {
      kind: 'map',
      named: /^[a-z][a-z-]*$/,
      of: { kind: 'by', field: 'host', rules: { function: FUNCTION, containerapp: CONTAINER } },
    },
    hooks: {
      kind: 'map',
      named: /^(pre|post)(provision|infracreate|infradelete|down|up|package|publish|deploy|restore)$/,
      of: HOOK,
    },
    pipeline: {
      kind: 'object',
      fields: {
        provider: oneOf('github', 'azdo'),
        variables: { kind: 'list', of: { kind: 'text', matches: /^[A-Z][A-Z0-9_]*$/ } },
        secrets: { kind: 'list', of: TEXT },
      },
    },
  },
};

type Fields = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What azd would not take, or would take for nothing: each with its path. */
const faultsOf = (rule: Rule, value: unknown, path = 'azure.yaml'): readonly string[] => {
  switch (rule.kind) {
    case 'text':
      return typeof value === 'string' && (rule.matches?.test(value) ?? true)
        ? []
        : [`${path} is ${JSON.stringify(value)}`];
    case 'flag':
      return typeof value === 'boolean'
        ? []
        : [`${path} is ${JSON.stringify(value)}, neither true nor false`];
    case 'list':
      return Array.isArray(value)
        ? value.flatMap((one, index) => faultsOf(rule.of, one, `${path}[${index}]`))
        : [`${path} is no list`];
    case 'map':
      return isObject(value)
        ? Object.entries(value).flatMap(([name, one]) =>
            rule.named.test(name) ? faultsOf(rule.of, one, `${path}.${name}`) : [`${path} has no '${name}'`],
          )
        : [`${path} has no fields`];
    case 'by': {
      const key = isObject(value) ? String(value[rule.field]) : '';
      const own = rule.rules[key];
      return own ? faultsOf(own, value, path) : [`${path}.${rule.field} is '${key}'`];
    }
    case 'object':
      return isObject(value)
        ? [
            ...(rule.needs ?? []).filter((name) => !(name in value)).map((name) => `${path} lacks '${name}'`),
            ...Object.entries(value).flatMap(([name, one]) => {
              const own = rule.fields[name];
              return own ? faultsOf(own, one, `${path}.${name}`) : [`${path} has no '${name}'`];
            }),
          ]
        : [`${path} has no fields`];
  }
};

const text = readFileSync('azure.yaml', 'utf8');
interface AzureYaml {
  infra: { path: string; module: string };
  services: Record<string, { project: string; host: string; docker?: { path: string } }>;
  hooks: Record<string, Record<string, { run: string }>>;
  pipeline: { variables: readonly string[] };
}
const { infra, services, hooks, pipeline } = parse(text) as AzureYaml;

it('azure.yaml says only what azd understands', () => expect(faultsOf(AZURE_YAML, parse(text))).toEqual([]));

it.each([
  ['a field that there is not', 'remoteBuild: false', 'remotebuild: false', "has no 'remotebuild'"],
  ['a flag that is none', 'remoteBuild: false', "remoteBuild: 'no'", 'neither true nor false'],
  ['a host that there is not', 'host: function', 'host: functions', "host is 'functions'"],
  ['a condition without a default', '=true}', '}', 'condition is'],
  ['a hook that there is not', 'prepackage:', 'beforepackage:', "hooks has no 'beforepackage'"],
  ['a hook without its shell', 'shell: pwsh\n      run', 'run', "lacks 'shell'"],
  ['a shell of the other system', 'shell: pwsh', 'shell: sh', 'windows.shell is "sh"'],
  ['a section that there is not', 'services:', 'service:', "has no 'service'"],
  ['a variable that is no name', '- MESH_CANARY', '- mesh.canary', 'variables[3] is "mesh.canary"'],
])('tells %s', (_, right, wrong, fault) => {
  expect(text).toContain(right);
  expect(faultsOf(AZURE_YAML, parse(text.replace(right, wrong))).join('\n')).toContain(fault);
});

describe('what azure.yaml points at is there', () => {
  it('the templates and their parameters', () => {
    expect(existsSync(join(infra.path, `${infra.module}.bicep`))).toBe(true);
    expect(existsSync(join(infra.path, `${infra.module}.parameters.json`))).toBe(true);
  });

  it.each(Object.entries(services))('the project of %s', (_, { project, docker }) => {
    expect(existsSync(project)).toBe(true);
    if (docker) expect(existsSync(join(project, docker.path))).toBe(true);
  });

  it.each(Object.entries(hooks))('the script of %s', (_, systems) => {
    for (const { run } of Object.values(systems)) {
      const [program, script] = run.split(' ');
      expect(program).toBe('node');
      expect(existsSync(script!)).toBe(true);
      expect(normalize(dirname(script!))).toBe(join('scripts', 'azd'));
    }
  });

  it('what each service is deployed to, in some environment', () => {
    const tagged = VARIANT_NAMES.flatMap((variant) =>
      meshOf({ variant }).resources.flatMap(({ type, body }) => {
        const name = at(body, 'tags.azd-service-name');
        return typeof name === 'string' ? [`${name}: ${type}`] : [];
      }),
    );
    const TYPES: Record<string, string> = {
      function: 'Microsoft.Web/sites',
      containerapp: 'Microsoft.App/containerApps',
    };
    expect([...new Set(tagged)].toSorted()).toEqual(
      Object.entries(services)
        .map(([name, { host }]) => `${name}: ${TYPES[host]}`)
        .toSorted(),
    );
  });

  it('what a pipeline is given: every choice that the templates take, and whatever else is read', () => {
    const withoutPipeline = text.replace(/^pipeline:[^]*/m, '');
    const parameters = readFileSync('infra/main.parameters.json', 'utf8');
    const namesIn = (from: string) => [...from.matchAll(/\$\{(MESH_\w+)/g)].map(([, name]) => name!);
    // What the hook finds out anew at each deployment.
    const chosen = namesIn(parameters + withoutPipeline).filter((name) => !name.endsWith('_RESTORE'));
    expect([...pipeline.variables].toSorted()).toEqual([...new Set(chosen)].toSorted());
  });
});
