import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deploy, type Deployed, type Deployment } from './bicep/deploy';

/** The deployments that the tests look at: each size, and each option that changes what is made. */
export const VARIANTS = {
  dev: {},
  test: { environmentSize: 'test' },
  prod: {
    environmentSize: 'prod',
    canary: true,
    captureImmutabilityDays: 30,
    alertEmails: 'a@example.com',
    budgetStart: '2026-11-01',
  },
  closed: {
    environmentSize: 'prod',
    networkIsolation: true,
    customerManagedKeys: true,
    eventHubsTier: 'Premium',
    apiManagementSku: 'StandardV2',
    canary: true,
  },
  containers: { workerHosting: 'containerApps', workerContainerExists: true, canary: true },
  'closed containers': {
    workerHosting: 'containerApps',
    networkIsolation: true,
    apiManagementSku: 'StandardV2',
  },
  consumption: { apiManagementSku: 'Consumption', deployerMayRepublish: true, environmentSize: 'test' },
  'registered before': {
    entraClientId: '22222222-2222-2222-2222-222222222222',
    entraIdentifierUri: 'api://agent-mesh',
    tenants: '33333333-3333-3333-3333-333333333333=contoso',
    operatorTenant: 'contoso',
    regionHasZones: false,
  },
} as const satisfies Record<string, Readonly<Record<string, unknown>>>;
export type Variant = keyof typeof VARIANTS;
export const VARIANT_NAMES = Object.keys(VARIANTS) as Variant[];

export const DEPLOYER = '44444444-4444-4444-4444-444444444444';

export interface MeshOptions {
  variant?: Variant;
  environmentName?: string;
  /** Folder of the templates. */
  infra?: string;
}

const made = new Map<string, Deployment>();

/** What `azd provision` asks Azure for, with these options. */
export const meshOf = ({
  variant = 'dev',
  environmentName = 'agent-mesh-dev',
  infra = 'infra',
}: MeshOptions = {}): Deployment => {
  const key = JSON.stringify({ variant, environmentName, infra });
  const params = { environmentName, location: 'westeurope', principalId: DEPLOYER, ...VARIANTS[variant] };
  const deployment = made.get(key) ?? deploy(join(infra, 'main.bicep'), params);
  made.set(key, deployment);
  return deployment;
};

export const ofType = ({ resources }: Deployment, type: string): readonly Deployed[] =>
  resources.filter((one) => one.type === type);

/** A value inside a body, by its path; undefined where there is none. */
export const at = (body: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], body);

/** What a name has that differs from environment to environment. */
export const tokenOf = ({ resources }: Deployment): string =>
  resources.find(({ type }) => type === 'Microsoft.OperationalInsights/workspaces')!.name.replace('log-', '');

/** `Microsoft.EventHub/namespaces/evhns/eventhubs/tasks`: an id without what differs from environment to environment. */
export const shortId = (deployment: Deployment, id: string): string =>
  id
    .slice(id.indexOf('/providers/') + '/providers/'.length)
    .replaceAll(new RegExp(`-?${tokenOf(deployment)}`, 'g'), '');

export const textOf = (path: string): string => readFileSync(path, 'utf8');
export const jsonOf = (path: string): unknown => JSON.parse(textOf(path)) as unknown;
