import { faultyProblem } from '../../../../contracts/problems';
import type { Selected } from '../../../replayer/select';
import { checkMatch, tagOfLetter } from '../../conditions';
import { editLetter, type Edited } from '../../edit-letter';
import type { Reach } from '../../letter-access';
import { ProblemError, refusal } from '../../problem-error';
import type { ReplayBody } from '../../replay-request';
import type { ApiRequest } from '../../route';
import type { ReplayRoutesDeps } from './deps';

type Found = Selected['letters'];

const badRequest = (pointer: string, message: string) =>
  new ProblemError(faultyProblem('invalid-request', [{ pointer, message }]));

/** More than one letter, another one than came, or another tenant's is brought back for a reason. @throws ProblemError 400 */
export const checkReason = ({ reason, edit }: ReplayBody, found: Found, { kind }: Reach): void => {
  if (reason !== undefined || (edit === undefined && found.length === 1 && kind === 'own')) return;
  throw badRequest(
    '/reason',
    kind === 'own'
      ? 'say why: it is kept with the replay of an edited letter, or of more than one'
      : 'say why: it is kept with what is done with the letters of another tenant',
  );
};

/** The edit that is asked for, made and checked. @throws ProblemError */
export const editAsked = (deps: ReplayRoutesDeps) => {
  const edit = editLetter(deps);
  return async (body: ReplayBody, found: Found): Promise<Edited | undefined> => {
    if (body.edit === undefined || found.length === 0) return undefined;
    if (found.length > 1)
      throw badRequest(
        '/edit',
        `an edit is of one letter, and the selection has ${found.length}: name one by its id`,
      );
    const id = found[0]!.id;
    return edit((await deps.letters.load([id])).get(id)!.letter, body.edit);
  };
};

/** Lets a replay of one letter through while the letter is as the caller has seen it. @throws ProblemError 412 */
export const checkLetter =
  ({ letters }: Pick<ReplayRoutesDeps, 'letters'>) =>
  async (request: ApiRequest, found: Found): Promise<void> => {
    if (request.headers['if-match'] === undefined) return;
    const [one, ...others] = found;
    if (!one || others.length > 0)
      throw refusal('invalid-request', 'If-Match is of one letter: name it by its id, and no other.');
    const stored = (await letters.load([one.id])).get(one.id);
    checkMatch(request, stored && tagOfLetter(stored));
  };
