import { UsageError } from './usage-error';

/** Parts of the laptop's mesh, in the order of their start; each is a process of its own. */
export const ROLES = [
  'storage',
  'tables',
  'broker',
  'issuer',
  'gateway',
  'planner',
  'worker',
  'operations',
  'canary',
  'worker-2',
] as const;
export type Role = (typeof ROLES)[number];

/** Started only when asked for. */
const OPTIONAL: ReadonlySet<Role> = new Set<Role>(['canary', 'worker-2']);
/** What starts when nothing else is asked for. */
export const USUAL = ROLES.filter((role) => !OPTIONAL.has(role));

const isRole = (name: string): name is Role => (ROLES as readonly string[]).includes(name);

const rolesIn = (option: string, text: string): readonly Role[] => {
  const names = text.split(',').map((name) => name.trim());
  const stranger = names.find((name) => !isRole(name));
  if (stranger === undefined) return names.filter(isRole);
  throw new UsageError(`${option} ${text}: there is no part '${stranger}'. Choose from ${ROLES.join(', ')}.`);
};

type Values = Readonly<Record<string, string | boolean | undefined>>;

/** The parts that are asked for; undefined for the usual ones. @throws UsageError */
export const chooseRoles = ({ only, without, with: more }: Values): readonly Role[] | undefined => {
  if (only === undefined && without === undefined && more === undefined) return undefined;
  const named = (option: string, text: Values[string]) =>
    text === undefined ? [] : rolesIn(option, String(text));
  const chosen = new Set([...(only === undefined ? USUAL : named('--only', only)), ...named('--with', more)]);
  const left = new Set(named('--without', without));
  const roles = ROLES.filter((role) => chosen.has(role) && !left.has(role));
  if (roles.length) return roles;
  throw new UsageError('--only and --without leave nothing to start.');
};
