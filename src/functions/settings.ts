import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { SETTINGS, type SettingRule } from './settings-schema';

type Issuer = { issuer: string; jwksUri: string; audiences: string[] };

/** The app's settings, read and checked once. Times are milliseconds. */
export interface Settings {
  MESH_EVENTHUBS?: string;
  MESH_EVENTHUBS__fullyQualifiedNamespace?: string;
  MESH_EVENTHUBS__clientId?: string;
  MESH_STORAGE?: string;
  MESH_STORAGE__tableServiceUri?: string;
  MESH_STORAGE__blobServiceUri?: string;
  MESH_STORAGE__queueServiceUri?: string;
  MESH_STORAGE__clientId?: string;
  AzureWebJobsStorage?: string;
  AzureWebJobsStorage__blobServiceUri?: string;
  AzureWebJobsStorage__clientId?: string;
  MESH_ISSUERS: Issuer[];
  MESH_TENANTS: Record<string, string>;
  MESH_PUBLIC_URL?: string;
  MESH_OPERATOR_TENANT?: string;
  MESH_WORKER_CONCURRENCY: number;
  MESH_SKILL_VERSIONS: Record<string, string>;
  MESH_CANARY_SKILLS: Record<string, string>;
  MESH_BATCH_BUDGET_MS: number;
  MESH_LONG_TASK_MS: number;
  MESH_LEASE_GRACE_MS: number;
  MESH_UNKNOWN_SKILL_MS: number;
  MESH_SILENCE_MS: number;
  MESH_AUTO_REPLAY_AFTER_MS: number;
  MESH_AUTO_REPLAY_LIMIT: number;
  MESH_BEHIND_AT: number;
  MESH_MONITOR_SILENT_MS: number;
  MESH_WEBHOOK_TARGETS: 'public' | 'any';
  MESH_KEEP_DAYS: number;
  MESH_TRACE_FILE?: string;
  MESH_METRICS_FILE?: string;
  MESH_LOG_LEVEL: 'debug' | 'info' | 'warn' | 'error';
  APPLICATIONINSIGHTS_CONNECTION_STRING?: string;
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING?: string;
}

const rules = Object.entries<SettingRule>(SETTINGS);
const ajv = addFormats.default(new Ajv2020({ allErrors: false, strict: true }));
const checks = new Map(rules.map(([name, rule]) => [name, ajv.compile(rule.schema)]));

const UNREADABLE = Symbol('unreadable');

const readAs = (type: SettingRule['schema']['type'], text: string): unknown => {
  if (type === 'string') return text;
  if (type === 'integer') return /^-?\d+$/.test(text) ? Number(text) : UNREADABLE;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return UNREADABLE;
  }
};

const KIND = {
  string: 'text',
  integer: 'a whole number',
  array: 'a JSON array',
  object: 'a JSON object',
} as const;

const faultOf = (name: string, rule: SettingRule, value: unknown): string | undefined => {
  if (value === UNREADABLE) return ` must be ${KIND[rule.schema.type]}`;
  const check = checks.get(name)!;
  if (check(value)) return undefined;
  const [error] = check.errors!;
  const choices =
    error!.keyword === 'enum'
      ? `: ${(error!.params as { allowedValues: string[] }).allowedValues.join(', ')}`
      : '';
  const where = error!.instancePath ? `, at ${error!.instancePath},` : '';
  return `${where} ${error!.message}${choices}`.trimEnd();
};

const example = (name: string, rule: SettingRule) => `Example: ${name}=${rule.example}`;

/** Each fault in one line: the name, what is wrong, an example. */
const readOne = (
  env: NodeJS.ProcessEnv,
  [name, rule]: [string, SettingRule],
): { value?: unknown; fault?: string } => {
  const text = env[name] || rule.default;
  if (text === undefined)
    return rule.optional ? {} : { fault: `${name} is missing (${rule.description}). ${example(name, rule)}` };
  const value = readAs(rule.schema.type, text);
  const fault = faultOf(name, rule, value);
  return fault ? { fault: `${name} is wrong: it${fault}. ${example(name, rule)}` } : { value };
};

/** Either a connection string or an identity's address; not neither. */
const connectionFaults = (env: NodeJS.ProcessEnv): string[] =>
  (
    [
      ['MESH_EVENTHUBS', ['fullyQualifiedNamespace']],
      ['MESH_STORAGE', ['tableServiceUri', 'blobServiceUri', 'queueServiceUri']],
      ['AzureWebJobsStorage', ['blobServiceUri']],
    ] as const
  )
    .filter(([name, services]) => !env[name] && services.some((service) => !env[`${name}__${service}`]))
    .map(
      ([name, services]) =>
        `${name} is missing: give a connection string, or ${services.map((s) => `${name}__${s}`).join(', ')} for an identity. ${example(name, SETTINGS[name]!)}`,
    );

/** Settings that the mesh cannot start with, in words for whoever set them. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}

/** Reads and checks all settings. @throws SettingsError that names every one that is wrong, why, and an example */
export const readSettings = (env: NodeJS.ProcessEnv): Settings => {
  const read = rules.map((rule) => [rule[0], readOne(env, rule)] as const);
  const faults = [...connectionFaults(env), ...read.flatMap(([, { fault }]) => fault ?? [])];
  if (faults.length)
    throw new SettingsError(
      `The mesh cannot start with these settings:\n${faults.map((f) => `  ${f}`).join('\n')}`,
    );
  return Object.fromEntries(
    read.filter(([, { value }]) => value !== undefined).map(([name, { value }]) => [name, value]),
  ) as unknown as Settings;
};
