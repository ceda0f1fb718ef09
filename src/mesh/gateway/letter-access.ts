import { NOBODY } from '../letters/letter';
import { refusal } from './problem-error';
import { textIn } from './query';
import type { ApiRequest, Caller } from './route';

export interface LetterAccess {
  /** The tenant whose operators see what belongs to nobody, such as bytes that are no event. */
  operatorTenant?: string | undefined;
}

/** Tenants whose letters a caller may see. */
export const visibleTo = (caller: Caller, { operatorTenant }: LetterAccess): readonly string[] =>
  caller.tenant === operatorTenant ? [caller.tenant, NOBODY] : [caller.tenant];

/** Tenants whose letters are asked for: all that the caller may see, unless one is named. */
export const tenantsAsked = (
  asked: string | undefined,
  caller: Caller,
  access: LetterAccess,
): readonly string[] => {
  const visible = visibleTo(caller, access);
  if (asked === undefined) return visible;
  if (!visible.includes(asked))
    throw refusal('forbidden', `Dead letters of '${asked}' are not for this caller.`);
  return [asked];
};

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
