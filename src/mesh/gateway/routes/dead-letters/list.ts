import type { LetterSummary } from '../../../letters/letter';
import { searchTenants } from '../../../letters/search-tenants';
import { LETTER_SCHEMA, letterView } from '../../letter-view';
import { NEXT, paged, pageOf, pageQuery, withCursor } from '../../page';
import { recordReach } from '../../record-act';
import type { Route } from '../../route';
import { type DeadLetterRoutesDeps, list, text } from './deps';
import { FILTERS, MORE_TENANTS, searchedBy } from './searched';

const PAGE = { max: 1_000, absent: 100 };

export const listLettersRoute = (deps: DeadLetterRoutesDeps): Route => {
  const { letters, links } = deps;
  const search = searchTenants(letters);
  const searched = searchedBy(deps);
  const record = recordReach(deps);
  return {
    method: 'GET',
    path: 'dead-letters',
    operationId: 'ListDeadLetters',
    summary: 'List dead letters',
    description: 'Events that could not be processed, newest first, with the reason of each.',
    role: 'Mesh.Read',
    query: { ...FILTERS, ...pageQuery(PAGE) },
    responses: {
      200: {
        description: 'A page of dead letters.',
        schema: list('letters', LETTER_SCHEMA, { ...MORE_TENANTS, cursor: text }),
        headers: NEXT,
      },
    },
    handle: async (request, caller) => {
      const { reach, query, ...more } = await searched(request, caller);
      const page = await withCursor(search({ ...query, ...pageOf(request, caller, PAGE) }));
      await record(caller, reach, { what: 'listed', letters: page.letters.length });
      const to = links(request);
      const view = (letter: LetterSummary) => letterView(letter, to.letter(letter.id));
      const body = { letters: page.letters.map(view), ...more };
      return paged({ request, caller, links: to, position: page.cursor, body });
    },
  };
};
