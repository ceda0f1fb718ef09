import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type tiers from '../../../infra/api/tiers.json';
import { deploy, type Deployed } from '../bicep/deploy';
import type { Scope, Section } from './reference';
import { parseXml, type Element } from './xml';

export type Tier = keyof typeof tiers;

/** Every policy file. */
export const policyFiles = (): string[] =>
  (readdirSync('infra/api/policies', { recursive: true }) as string[])
    .filter((path) => path.endsWith('.xml'))
    .map((path) => join('infra/api/policies', path));

const made = new Map<Tier, readonly Deployed[]>();

/** What a deployment makes of API Management in a tier. */
export const apiManagementOf = (tier: Tier): readonly Deployed[] => {
  const known = made.get(tier);
  if (known) return known;
  const { resources } = deploy('infra/main.bicep', {
    environmentName: 'agent-mesh-dev',
    location: 'westeurope',
    apiManagementSku: tier,
  });
  const found = resources.filter(({ type }) => type.startsWith('Microsoft.ApiManagement/service'));
  made.set(tier, found);
  return found;
};

const propertiesOf = ({ body }: Deployed) => body['properties'] as Record<string, string>;

/** What is known only while the deployment runs stands in angle brackets, as a path: its end is left. */
const textOf = (resource: Deployed): string =>
  propertiesOf(resource)['value']!.replace(/<(?:\/[^/>]+)+\/([^/>]+)>/g, '$1');

export interface PolicyDocument {
  /** `mesh`, `hooks`, `products/makers`, `operations/getrun`, `everything`. */
  name: string;
  scope: Scope;
  text: string;
}

const PLACES: readonly [RegExp, Scope, string][] = [
  [/\/apis\/[\w-]+\/operations\/([\w-]+)\/policies\/policy$/, 'operation', 'operations/'],
  [/\/apis\/(?:mesh-)?([\w-]+)\/policies\/policy$/, 'api', ''],
  [/\/products\/([\w-]+)\/policies\/policy$/, 'product', 'products/'],
];

const documentOf = (resource: Deployed): PolicyDocument => {
  for (const [pattern, scope, prefix] of PLACES) {
    const name = pattern.exec(resource.id)?.[1];
    if (name !== undefined) return { name: prefix + name, scope, text: textOf(resource) };
  }
  return { name: 'everything', scope: 'global', text: textOf(resource) };
};

/** The documents of a tier, filled in as they are deployed. */
export const documentsOf = (tier: Tier): readonly PolicyDocument[] =>
  apiManagementOf(tier)
    .filter(({ type }) => type.endsWith('/policies'))
    .map(documentOf);

export const documentNamed = (name: string, tier: Tier): Element =>
  parseXml(documentsOf(tier).find((one) => one.name === name)!.text);

/** The fragments of a tier, by their names. */
export const fragmentsOf = (tier: Tier): Record<string, Element> =>
  Object.fromEntries(
    apiManagementOf(tier)
      .filter(({ type }) => type.endsWith('/policyFragments'))
      .map((one) => [one.name, parseXml(textOf(one))]),
  );

/** Where a document includes fragments. */
export const inclusionsIn = (document: Element): { fragment: string; section: Section }[] =>
  document.children.flatMap((section) =>
    namesIn(section).map((fragment) => ({ fragment, section: section.name as Section })),
  );

const namesIn = (element: Element): string[] => [
  ...(element.name === 'include-fragment' ? [element.attributes['fragment-id']!] : []),
  ...element.children.flatMap(namesIn),
];
