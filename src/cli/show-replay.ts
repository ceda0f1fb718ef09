import type { Hint } from './hint';
import { lines } from './output';
import { isOver, type ReplayView } from './replay-view';
import { bold, statusText } from './style';
import { tableOf } from './table';
import { counted } from './words';

const STANDS: Readonly<Record<ReplayView['status'], string>> = {
  sending: 'is sending',
  waiting: 'has sent all, and waits for what becomes of them',
  stopped: 'was stopped',
  done: 'is done',
};

/** `2 completed, 1 parked` */
export const progressText = ({ progress }: ReplayView): string =>
  Object.entries(progress)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${statusText(state)}`)
    .join(', ');

/** A stopped replay stays stopped; another of the same letters takes those that it left. */
const onward = ({ status, select = {}, total, progress }: ReplayView, hint: Hint): string | false => {
  const left = progress['pending'] ?? 0;
  if (status !== 'stopped' || left === 0) return false;
  const { ids = [], ...criteria } = select;
  const words = [
    ...ids.flatMap((id) => ['--id', id]),
    ...Object.entries(criteria).flatMap(([name, value]) => [`--${name}`, value]),
  ];
  return `\n${counted(left, 'letter')} stayed where they are. Go on: ${hint('replay', ...words, '--limit', String(total), '--watch')}`;
};

/** What became of a replay, letter by letter. */
export const showReplay = (replay: ReplayView, hint: Hint): string =>
  lines(
    `Replay ${bold(replay.id)} of ${counted(replay.total, 'letter')} ${STANDS[replay.status]}: ${progressText(replay)}.`,
    `\n${tableOf(
      ['LETTER', 'OUTCOME', 'REASON'],
      replay.letters.map(({ letter, state, reason }) => [letter, statusText(state), reason]),
    )}`,
    replay.cursor && `\nMore letters: ${hint('replay', '--show', replay.id, '--cursor', replay.cursor)}`,
    onward(replay, hint),
    !isOver(replay) && `\nFollow it: ${hint('replay', '--show', replay.id, '--watch')}`,
  );
