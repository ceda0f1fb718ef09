import { faultsOfExpression, isExpression } from './expression';
import {
  FIXED_HEADERS,
  PARTS,
  POLICIES,
  type AttributeRule,
  type ElementRule,
  type Gateway,
  type Scope,
  type Section,
} from './reference';
import { all, type Element } from './xml';

const SECTIONS: readonly Section[] = ['inbound', 'backend', 'outbound', 'on-error'];

interface Place {
  section: Section;
  scope: Scope;
  gateway: Gateway;
}

const attributeFaults = (name: string, value: string, rule: AttributeRule): string[] => {
  if (isExpression(value)) return rule.literal ? [`${name} takes no expression`] : [];
  if (rule.values && !rule.values.includes(value))
    return [`${name} is '${value}', not ${rule.values.join(', ')}`];
  if (!rule.integer) return [];
  const [least, most] = rule.integer;
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  return number >= least && number <= most
    ? []
    : [`${name} is '${value}', not a number from ${least} to ${most}`];
};

const attributesFaults = (
  { attributes }: Element,
  { attributes: rules = {}, oneOf }: ElementRule,
): string[] => [
  ...Object.entries(attributes).flatMap(([name, value]) =>
    Object.hasOwn(rules, name)
      ? attributeFaults(name, value, rules[name]!)
      : [`there is no attribute '${name}'`],
  ),
  ...Object.entries(rules)
    .filter(([name, rule]) => rule.required && !Object.hasOwn(attributes, name))
    .map(([name]) => `the attribute '${name}' is missing`),
  ...(oneOf && !oneOf.some((name) => Object.hasOwn(attributes, name))
    ? [`one of ${oneOf.join(', ')} is missing`]
    : []),
];

const orderFaults = ({ children }: Element, order: readonly string[]): string[] => {
  const positions = children.map(({ name }) => order.indexOf(name));
  if (positions.includes(-1)) return [`<${children[positions.indexOf(-1)]!.name}> does not stand in it`];
  return positions.some((position, i) => position < (positions[i - 1] ?? 0))
    ? [`its parts come in the order ${order.join(', ')}`]
    : [];
};

const expressionFaults = ({ attributes, text }: Element): string[] =>
  [...Object.values(attributes), text].flatMap(faultsOfExpression);

const headerFaults = ({ name, attributes }: Element): string[] =>
  name === 'set-header' && FIXED_HEADERS.includes(attributes['name']?.toLowerCase() ?? '')
    ? [`the header ${attributes['name']} cannot be changed`]
    : [];

const insideFaults = (element: Element, { children, least = 0 }: ElementRule, place: Place): string[] => {
  const missing = element.children.length < least ? ['it is empty'] : [];
  if (children !== 'text' && element.text !== '') return ['text does not belong here'];
  if (children === 'text') return element.children.length > 0 ? ['it holds text only'] : [];
  if (children === 'policies')
    return [...missing, ...element.children.flatMap((one) => policyFaults(one, place))];
  const parts = PARTS[element.name] ?? {};
  return [
    ...missing,
    ...orderFaults(element, children ?? []),
    ...element.children.flatMap((one) =>
      parts[one.name]
        ? elementFaults(one, parts[one.name]!, place)
        : elementFaults(one, POLICIES[one.name] ?? {}, place),
    ),
  ];
};

const elementFaults = (element: Element, rule: ElementRule, place: Place): string[] =>
  [
    ...attributesFaults(element, rule),
    ...expressionFaults(element),
    ...headerFaults(element),
    ...insideFaults(element, rule, place),
  ].map((fault) => (fault.startsWith('<') ? fault : `<${element.name}> ${fault}`));

const policyFaults = (element: Element, place: Place): string[] => {
  const rule = POLICIES[element.name];
  if (!rule) return [`<${element.name}> is not a policy that the reference knows`];
  return [
    ...(rule.sections.includes(place.section)
      ? []
      : [`<${element.name}> does not belong in ${place.section}`]),
    ...(rule.scopes && !rule.scopes.includes(place.scope)
      ? [`<${element.name}> has no effect in the scope ${place.scope}`]
      : []),
    ...(rule.gateways.includes(place.gateway)
      ? []
      : [`<${element.name}> is not in the tier ${place.gateway}`]),
    ...elementFaults(element, rule, place),
  ];
};

const repeatFaults = (root: Element): string[] =>
  Object.entries(POLICIES)
    .filter(([name, { once }]) => once && all(root).filter((one) => one.name === name).length > 1)
    .map(([name]) => `<${name}> may be there once`);

const sectionFaults = (section: Element, scope: Scope, gateway: Gateway): string[] => {
  const bases = section.children.filter(({ name }) => name === 'base').length;
  const others = section.children.filter(({ name }) => name !== 'base');
  return [
    ...(scope === 'global' && bases > 0 ? ['nothing is above the global scope: no <base>'] : []),
    ...(bases > 1 ? [`<${section.name}> has <base> twice`] : []),
    ...(section.name === 'backend' && section.children.length > 1 ? ['<backend> holds one policy'] : []),
    ...others.flatMap((one) => policyFaults(one, { section: section.name as Section, scope, gateway })),
  ];
};

/** What is wrong with a policy document. */
export const faultsOfDocument = (root: Element, scope: Scope, gateway: Gateway): string[] => {
  const names = root.children.map(({ name }) => name);
  if (root.name !== 'policies') return [`the root is <policies>, not <${root.name}>`];
  if (names.join() !== SECTIONS.join())
    return [`the sections are ${SECTIONS.join(', ')}, not ${names.join(', ')}`];
  return [...root.children.flatMap((one) => sectionFaults(one, scope, gateway)), ...repeatFaults(root)];
};

/** What is wrong with a fragment, where it is included. */
export const faultsOfFragment = (root: Element, place: Place): string[] => {
  if (root.name !== 'fragment') return [`the root is <fragment>, not <${root.name}>`];
  const refused = all(root)
    .map(({ name }) => name)
    .filter((name) => name === 'base' || name === 'include-fragment' || SECTIONS.includes(name as Section));
  return [
    ...refused.map((name) => `a fragment holds no <${name}>`),
    ...(root.children.length === 0 ? ['a fragment holds a policy at least'] : []),
    ...root.children.flatMap((one) => policyFaults(one, place)),
    ...repeatFaults(root),
  ];
};
