import type { Hint } from './hint';
import { lines } from './output';
import { isOver, type EditedView, type ReplaySummary, type ReplayView } from './replay-view';
import { bold, statusText } from './style';
import { tableOf } from './table';
import { counted, moment } from './words';

const STANDS: Readonly<Record<ReplayView['status'], string>> = {
  sending: 'is sending',
  waiting: 'has sent all, and waits for what becomes of them',
  stopped: 'was stopped',
  done: 'is done',
};

/** `2 completed, 1 parked` */
export const countsText = ({ progress }: Pick<ReplaySummary, 'progress'>): string =>
  Object.entries(progress)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${statusText(state)}`)
    .join(', ');

/** `step 2 of 3: 4 of 10 sent`, or that it waits for what becomes of them. */
export const stepText = ({ step }: Pick<ReplaySummary, 'step'>): string => {
  if (!step) return '';
  const { number, of, letters, sent, waitsUntil } = step;
  const stands =
    waitsUntil === undefined ? `${sent} of ${letters} sent` : `all ${letters} sent, waits for their outcome`;
  return `step ${number} of ${of}: ${stands}`;
};

/** How far it is, in one line. */
export const progressText = (replay: ReplaySummary): string =>
  [stepText(replay), countsText(replay)].filter(Boolean).join('; ');

/** An edit beside what it was made of. */
export const editText = ({ letter, before, after }: EditedView): string =>
  lines(
    `The data of letter ${letter} as it came:`,
    JSON.stringify(before, undefined, 2),
    'and edited, which is what goes out:',
    JSON.stringify(after, undefined, 2),
  );

const who = ({ by, createdAt, reason }: ReplayView): string | false =>
  by !== undefined &&
  `Made by ${by.id}${createdAt ? `, ${moment(createdAt)}` : ''}${reason ? `: ${reason}` : ''}.`;

const stop = ({ stoppedAt, stoppedBy, stoppedBecause }: ReplayView): string | false => {
  if (stoppedAt === undefined) return false;
  const by = stoppedBy?.type === 'timer' ? 'by itself' : stoppedBy && `by ${stoppedBy.id}`;
  return `Stopped ${[by, moment(stoppedAt)].filter(Boolean).join(', ')}${stoppedBecause ? `: ${stoppedBecause}` : ''}.`;
};

const why = (letters: number, tenant: string | undefined): string[] =>
  letters > 1 || tenant !== undefined ? ['--reason', '…'] : [];

/** A stopped replay stays stopped; another of the same letters takes those that it left. */
const onward = ({ status, select = {}, total, progress, tenant }: ReplayView, hint: Hint): string | false => {
  const left = progress['pending'] ?? 0;
  if (status !== 'stopped' || left === 0) return false;
  const { ids = [], ...criteria } = select;
  const words = [
    ...(tenant ? ['--tenant', tenant] : []),
    ...ids.flatMap((id) => ['--id', id]),
    ...Object.entries(criteria).flatMap(([name, value]) => [`--${name}`, value]),
  ];
  return `\n${counted(left, 'letter stayed where it is', 'letters stayed where they are')}. Go on: ${hint('replay', ...words, '--limit', String(total), ...why(total, tenant), '--watch')}`;
};

/** What became of a replay, letter by letter. */
export const showReplay = (replay: ReplayView, hint: Hint): string =>
  lines(
    `Replay ${bold(replay.id)} of ${counted(replay.total, 'letter')} ${STANDS[replay.status]}: ${progressText(replay)}.`,
    replay.tenant && `Its letters are of ${replay.tenant}.`,
    who(replay),
    stop(replay),
    replay.edited && `\n${editText(replay.edited)}`,
    `\n${tableOf(
      ['LETTER', 'OUTCOME', 'REASON'],
      replay.letters.map(({ letter, state, reason }) => [letter, statusText(state), reason]),
    )}`,
    replay.cursor && `\nMore letters: ${hint('replay', '--show', replay.id, '--cursor', replay.cursor)}`,
    onward(replay, hint),
    !isOver(replay) && `\nFollow it: ${hint('replay', '--show', replay.id, '--watch')}`,
  );
