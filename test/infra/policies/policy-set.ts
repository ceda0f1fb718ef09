import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import tiers from '../../../infra/api/tiers.json';
import type { Scope, Section } from './reference';
import { parseXml, type Element } from './xml';

export type Tier = keyof typeof tiers;

const FOLDER = 'infra/api';

const read = (path: string): string => readFileSync(join(FOLDER, path), 'utf8');

/** Every policy file, by its path below infra/api. */
export const policyFiles = (): string[] =>
  (readdirSync(join(FOLDER, 'policies'), { recursive: true }) as string[])
    .filter((path) => path.endsWith('.xml'))
    .map((path) => join('policies', path));

/** The modules, by their file names. */
export const modules = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(FOLDER)
      .filter((path) => path.endsWith('.bicep'))
      .map((path) => [path, read(path)]),
  );

/** The names that a file wants filled in: `$(name)`. */
export const wantsOf = (text: string): string[] => [
  ...new Set([...text.matchAll(/\$\((\w+)\)/g)].map((match) => match[1]!)),
];

/** What stands for each name, of the kind that will: the checks are then those of the real text. */
const EXAMPLES: Readonly<Record<string, string>> = {
  backend: 'mesh-gateway',
  callerTenant: '11111111-1111-4111-8111-111111111111',
  calls: '10000',
  callsPerAddress: '30',
  callsPerMinute: '600',
  clientId: '22222222-2222-4222-8222-222222222222',
  gatewayUrl: 'https://func-gateway-abc.azurewebsites.net',
  identifierUri: 'api://11111111-1111-4111-8111-111111111111/agent-mesh-dev',
  identityClientId: '33333333-3333-4333-8333-333333333333',
  keyHeader: 'Ocp-Apim-Subscription-Key',
  keyQuery: 'subscription-key',
  maxBatchBytes: '1048576',
  maxBytes: '262144',
  publicUrl: 'https://apim-abc.azure-api.net/mesh',
  renewalPeriod: '2592000',
  role: 'Mesh.Read',
};

export const filledIn = (text: string): string =>
  text.replace(/\$\((\w+)\)/g, (_, name: string) => {
    const example = EXAMPLES[name];
    if (example === undefined)
      throw new Error(`give '${name}' an example in test/infra/policies/policy-set.ts`);
    return example;
  });

export const policyAt = (path: string): Element => parseXml(filledIn(read(path)));

const TEXT = String.raw`loadTextContent\('(policies/[^']+)'\)`;

/** The file of each fragment in a tier, as shared-policies.bicep chooses it. */
export const fragmentsOf = (tier: Tier): Record<string, Element> => {
  const choice = new RegExp(String.raw`'([\w-]+)': \{\s*text: (?:byKey\s*\?\s*${TEXT}\s*:\s*)?${TEXT}`, 'g');
  return Object.fromEntries(
    [...read('shared-policies.bicep').matchAll(choice)].map(([, name, byKey, standard]) => [
      name!,
      policyAt(byKey !== undefined && tiers[tier].rateLimitByKey ? byKey : standard!),
    ]),
  );
};

/** The documents of a tier: where they are, and the scope that they are put at. */
export const documentsOf = (tier: Tier): { path: string; scope: Scope }[] => [
  { path: 'policies/global.xml', scope: 'global' },
  { path: 'policies/mesh.xml', scope: 'api' },
  { path: 'policies/hooks.xml', scope: 'api' },
  { path: 'policies/product.xml', scope: 'product' },
  { path: 'policies/operation.xml', scope: 'operation' },
  ...(tiers[tier].streaming ? [{ path: 'policies/operation.stream.xml', scope: 'operation' as const }] : []),
];

/** Where a document includes fragments. */
export const inclusionsIn = (document: Element): { fragment: string; section: Section }[] =>
  document.children.flatMap((section) =>
    namesIn(section).map((fragment) => ({ fragment, section: section.name as Section })),
  );

const namesIn = (element: Element): string[] => [
  ...(element.name === 'include-fragment' ? [element.attributes['fragment-id']!] : []),
  ...element.children.flatMap(namesIn),
];
