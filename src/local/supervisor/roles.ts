import { UsageError } from './usage-error';

/** Parts of the laptop's mesh, in the order of their start; each is a process of its own. */
export const ROLES = ['storage', 'broker', 'issuer', 'gateway', 'planner', 'worker', 'operations'] as const;
export type Role = (typeof ROLES)[number];

const isRole = (name: string): name is Role => (ROLES as readonly string[]).includes(name);

const rolesIn = (option: string, text: string): readonly Role[] => {
  const names = text.split(',').map((name) => name.trim());
  const stranger = names.find((name) => !isRole(name));
  if (stranger === undefined) return names.filter(isRole);
  throw new UsageError(`${option} ${text}: there is no part '${stranger}'. Choose from ${ROLES.join(', ')}.`);
};

type Values = Readonly<Record<string, string | boolean | undefined>>;

/** The parts that are asked for; undefined for all of them. @throws UsageError */
export const chooseRoles = ({ only, without }: Values): readonly Role[] | undefined => {
  if (only === undefined && without === undefined) return undefined;
  const chosen = only === undefined ? ROLES : rolesIn('--only', String(only));
  const left = without === undefined ? [] : rolesIn('--without', String(without));
  const roles = ROLES.filter((role) => chosen.includes(role) && !left.includes(role));
  if (roles.length) return roles;
  throw new UsageError('--only and --without leave nothing to start.');
};
