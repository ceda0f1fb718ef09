import { present } from '../../../letters/present';
import type { TenantsQuery } from '../../../letters/search-tenants';
import type { LetterStore } from '../../../ports/letter-store';
import { type LetterAccess, type Reach, reachOf, tenantsOf, timeIn } from '../../letter-access';
import { LETTER_STATES } from '../../letter-view';
import { textIn, wordIn } from '../../query';
import type { ApiRequest, Caller } from '../../route';
import { TENANT, text, time } from './deps';

/** Tenants that one look goes through: each is a search of its own. */
const TENANTS_MAX = 200;

export const FILTERS = {
  fingerprint: { description: 'Letters that failed alike.', schema: text },
  type: { description: 'Type of the event.', schema: text },
  state: { description: 'What became of the letter.', schema: { enum: LETTER_STATES } },
  from: { description: 'Dead letters since then.', schema: time },
  to: { description: 'Dead letters until then.', schema: time },
  tenant: TENANT,
};

/** What an answer says where not everybody's letters were looked through. */
export const MORE_TENANTS = {
  moreTenants: {
    const: true,
    description: `There are more than the ${TENANTS_MAX} tenants that were looked through: name one`,
  },
} as const;

export interface Searched {
  reach: Reach;
  query: Omit<TenantsQuery, 'cursor' | 'limit'>;
  /** Not everybody was looked through. */
  moreTenants?: true;
}

/** What a request searches for, and whose letters. @throws ProblemError */
export const searchedBy =
  ({ letters, ...access }: LetterAccess & { letters: Pick<LetterStore, 'tenants'> }) =>
  async (request: ApiRequest, caller: Caller): Promise<Searched> => {
    const reach = reachOf(textIn(request, 'tenant'), caller, access);
    const all = reach.kind === 'everybody' ? await letters.tenants(TENANTS_MAX + 1) : tenantsOf(reach);
    const query = present({
      tenants: all.slice(0, TENANTS_MAX),
      fingerprint: textIn(request, 'fingerprint'),
      type: textIn(request, 'type'),
      state: wordIn(request, 'state', LETTER_STATES),
      from: timeIn(request, 'from'),
      to: timeIn(request, 'to'),
    });
    return { reach, query, ...(all.length > TENANTS_MAX && { moreTenants: true as const }) };
  };
