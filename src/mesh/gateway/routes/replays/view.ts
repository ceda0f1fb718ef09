import { present } from '../../../letters/present';
import type { StoredReplay } from '../../../ports/replay-store';
import { type Counts, countItems } from '../../../replayer/progress';
import type { Replay, ReplayItem, Selection } from '../../../replayer/replay';
import { entityTag } from '../../conditions';
import { type Edited, showEdit } from '../../edit-letter';
import { iso } from '../../letter-view';
import { paged, pageOf } from '../../page';
import type { ApiRequest, Caller } from '../../route';
import type { ReplayRoutesDeps } from './deps';
import { summaryOf } from './summary';

/** Letters on a page of a replay. */
export const LETTERS = { max: 1_000, absent: 100 };

/** What becomes of its letters is kept beside it, and changes it too. */
export const tagOfReplay = (etag: string, { id }: Replay, progress: Counts): string =>
  entityTag('replay', id, etag, JSON.stringify(Object.entries(progress)));

const selectionView = ({ from, to, ...criteria }: Selection) =>
  present({
    ...criteria,
    from: from === undefined ? undefined : iso(from),
    to: to === undefined ? undefined : iso(to),
  });

/** A replay with a page of its letters, and the tag of what is shown. */
export const replayView = ({ letters, replays, contents, links }: ReplayRoutesDeps) => {
  const besideEdit = showEdit({ contents });

  const editedIn = async ({ options, select }: Replay): Promise<Edited | undefined> => {
    const id = select.ids?.[0];
    if (options.edit === undefined || id === undefined) return undefined;
    const letter = (await letters.load([id])).get(id)?.letter;
    return letter && besideEdit(letter, options.edit);
  };

  return async ({ replay, etag }: StoredReplay, request: ApiRequest, caller: Caller) => {
    const { id, total, options, select } = replay;
    const progress = await countItems(replays, replay);
    const { cursor = '0', limit } = pageOf(request, caller, LETTERS);
    const from = Number(cursor);
    const to = links(request);
    const outcome = ({ letter, state, reason }: ReplayItem) =>
      present({ letter, state, reason, link: to.letter(letter) });
    const body = present({
      ...summaryOf(replay, progress, to),
      select: selectionView(select),
      options,
      edited: await editedIn(replay),
      letters: (await replays.items(id, from, limit)).map(outcome),
    });
    const position = from + limit < total ? String(from + limit) : undefined;
    return {
      tag: tagOfReplay(etag, replay, progress),
      ...paged({ request, caller, links: to, position, body }),
    };
  };
};
