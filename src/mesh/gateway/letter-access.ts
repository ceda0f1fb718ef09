import { NOBODY } from '../letters/letter';
import { EVERYBODY } from '../ports/act-store';
import { refusal } from './problem-error';
import { textIn } from './query';
import type { ApiRequest, Caller } from './route';

export interface LetterAccess {
  /**
   * The tenant whose operators see what belongs to nobody, such as bytes that are no event, and reach the letters of
   * others by naming them. Absent or empty: there are no such operators.
   */
  operatorTenant?: string | undefined;
}

/** Whose letters a request is about. */
export type Reach =
  /** The caller's own, and nobody's where they operate the mesh. */
  | { kind: 'own'; tenants: readonly string[] }
  /** Those of another tenant: each act is recorded. */
  | { kind: 'foreign'; tenant: string }
  /** Everybody's: each act is recorded. */
  | { kind: 'everybody' };

const isOfOperators = ({ tenant }: Caller, { operatorTenant = '' }: LetterAccess): boolean =>
  operatorTenant !== '' && tenant === operatorTenant;

/** Whether a caller may reach letters of other tenants. */
export const mayReachOthers = (caller: Caller, access: LetterAccess): boolean =>
  isOfOperators(caller, access) && caller.roles.includes('Mesh.Operate');

/** Tenants whose letters a caller may see without naming them. */
export const visibleTo = (caller: Caller, access: LetterAccess): readonly string[] =>
  isOfOperators(caller, access) ? [caller.tenant, NOBODY] : [caller.tenant];

/**
 * Whose letters are asked for: all that the caller sees, unless one tenant is named, or `*` for everybody.
 * @throws ProblemError 403 for those of others, unless the caller operates the mesh
 */
export const reachOf = (asked: string | undefined, caller: Caller, access: LetterAccess): Reach => {
  const visible = visibleTo(caller, access);
  if (asked === undefined) return { kind: 'own', tenants: visible };
  if (visible.includes(asked)) return { kind: 'own', tenants: [asked] };
  if (!mayReachOthers(caller, access))
    throw refusal(
      'forbidden',
      `Dead letters of '${asked}' are not for this caller: only operators of the mesh reach those of others.`,
    );
  return asked === EVERYBODY ? { kind: 'everybody' } : { kind: 'foreign', tenant: asked };
};

/** The same where one tenant has to be named. @throws ProblemError 400 for `*` */
export const namedReachOf = (
  asked: string | undefined,
  caller: Caller,
  access: LetterAccess,
): Exclude<Reach, { kind: 'everybody' }> => {
  const reach = reachOf(asked, caller, access);
  if (reach.kind === 'everybody')
    throw refusal('invalid-request', `'${EVERYBODY}' is for lists: name the tenant whose letters these are.`);
  return reach;
};

/** The tenants of a reach that names them. */
export const tenantsOf = (reach: Exclude<Reach, { kind: 'everybody' }>): readonly string[] =>
  reach.kind === 'own' ? reach.tenants : [reach.tenant];

/** A date and time in the query, as milliseconds since the epoch. @throws ProblemError for anything else */
export const timeIn = (request: Pick<ApiRequest, 'url'>, name: string): number | undefined => {
  const text = textIn(request, name);
  if (text === undefined) return undefined;
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at))
    throw refusal(
      'invalid-request',
      `?${name}= must be a date and time, such as 2026-11-21T10:00:00Z, and is '${text}'.`,
    );
  return at;
};
