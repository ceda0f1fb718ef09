import { type Letter, type LetterContent, summaryOf } from '../../../letters/letter';
import { bodyOf, propertiesOf } from '../../../letters/letter-content';
import { present } from '../../../letters/present';
import { ETAG, IF_NONE_MATCH, NOT_MODIFIED, tagOfLetter, unlessMatched } from '../../conditions';
import { EDITED_SCHEMA, showEdit } from '../../edit-letter';
import { namedReachOf, tenantsOf } from '../../letter-access';
import { CONTENT_SCHEMA, contentView, LETTER_SCHEMA, letterView } from '../../letter-view';
import { refusal } from '../../problem-error';
import { textIn } from '../../query';
import { recordReach } from '../../record-act';
import type { Route } from '../../route';
import { type DeadLetterRoutesDeps, TENANT, text } from './deps';

const SHOWN = {
  ...LETTER_SCHEMA,
  properties: {
    ...LETTER_SCHEMA.properties,
    content: CONTENT_SCHEMA,
    original: {
      ...CONTENT_SCHEMA,
      description: 'What it carried before it was edited, where the edited one came back',
    },
    edited: EDITED_SCHEMA,
  },
};

/** What a letter carried, and what was made of it. */
const carriedBy = ({ contents, replays }: DeadLetterRoutesDeps) => {
  const beside = showEdit({ contents });

  const shown = async (content: LetterContent) => {
    const [body, properties] = await Promise.all([
      bodyOf(contents, content),
      propertiesOf(contents, content),
    ]);
    return contentView({ body, properties, contentType: content.contentType });
  };

  const editOf = async (letter: Letter) => {
    if (!letter.replay?.edited) return undefined;
    const edit = (await replays.load(letter.replay.id))?.replay.options.edit;
    return edit === undefined ? undefined : beside(letter, edit);
  };

  return async (letter: Letter) => {
    const [content, original, edited] = await Promise.all([
      shown(letter.content),
      letter.original && shown(letter.original),
      editOf(letter),
    ]);
    return { content, original, edited };
  };
};

export const showLetterRoute = (deps: DeadLetterRoutesDeps): Route => {
  const { letters, links } = deps;
  const carried = carriedBy(deps);
  const record = recordReach(deps);
  return {
    method: 'GET',
    path: 'dead-letters/{letter}',
    operationId: 'GetDeadLetter',
    summary: 'Show a dead letter',
    description:
      'A dead letter with its bytes and properties as they came. Of another tenant, operators of the mesh see what it carried only where they say why.',
    role: 'Mesh.Read',
    params: { letter: { description: 'Id of the letter.', schema: text } },
    query: {
      tenant: TENANT,
      reason: {
        description:
          'With a tenant that is not the caller’s: shows what the letter carried too. It is recorded, for people.',
        schema: { type: 'string', minLength: 1, maxLength: 1_000 },
      },
    },
    headers: IF_NONE_MATCH,
    responses: {
      200: { description: 'The letter.', schema: SHOWN, headers: ETAG },
      304: NOT_MODIFIED,
      404: { description: 'There is no such letter.' },
    },
    handle: async (request, caller) => {
      const id = request.params['letter']!;
      const reach = namedReachOf(textIn(request, 'tenant'), caller, deps);
      const stored = (await letters.load([id])).get(id);
      const letter = stored?.letter;
      // That another tenant has such a letter is nobody else's business.
      if (!letter || !tenantsOf(reach).includes(letter.tenant))
        throw refusal('not-found', `There is no dead letter '${id}'.`);
      const reason = textIn(request, 'reason')?.slice(0, 1_000);
      const isWhole = reach.kind === 'own' || reason !== undefined;
      await record(caller, reach, { what: isWhole ? 'read-content' : 'read', letter: id, reason });
      const view = letterView(summaryOf(letter), links(request).letter(id));
      const body = present({ ...view, ...(isWhole && (await carried(letter))) });
      return unlessMatched(request, tagOfLetter(stored), { status: 200, body });
    },
  };
};
