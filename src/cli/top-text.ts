import type { Hint } from './hint';
import type { ReaderView, StatsView } from './stats-view';
import { lines } from './output';
import { bold, dim, statusText } from './style';
import { tableOf } from './table';
import { duration, moment } from './words';

const counted = ({ count, more }: { count: number; more: boolean }): string => `${count}${more ? '+' : ''}`;

/** Events a second that came to hubs of a kind, where the monitor has looked twice. */
const rateOf = (readers: readonly ReaderView[], hubs: string): string => {
  const byHub = new Map(
    readers.filter(({ hub, rate }) => rate && hub.startsWith(hubs)).map(({ hub, rate }) => [hub, rate!.in]),
  );
  if (byHub.size === 0) return '–';
  return `${Math.round([...byHub.values()].reduce((sum, rate) => sum + rate, 0) * 10) / 10}/s`;
};

const perSecond = (rate: number | undefined): string =>
  rate === undefined ? '' : String(Math.round(rate * 10) / 10);

const rowOf = ({ hub, group, waiting, oldestMs, rate }: ReaderView) => [
  hub,
  group,
  waiting ?? 'no answer',
  oldestMs === undefined ? '' : duration(oldestMs),
  perSecond(rate?.in),
  perSecond(rate?.out),
];

const newestLook = (readers: readonly ReaderView[]): string | undefined =>
  readers
    .map(({ at }) => at)
    .sort()
    .at(-1);

const DELAY_MS = 60_000;

/** What to look at first, of what does not go as it should; undefined where all does. */
const lookFirst = ({ readers, runs, waiting, letters }: StatsView, hint: Hint): string | undefined => {
  const open = (letters['new']?.count ?? 0) + (letters['parked']?.count ?? 0);
  if (readers.some((reader) => reader.waiting === undefined)) return hint('doctor');
  if (open > 0) return hint('dead-letters', '--groups');
  if (readers.some(({ oldestMs = 0 }) => oldestMs > DELAY_MS)) return hint('doctor');
  if ((runs.byStatus['blocked'] ?? 0) > 0) return hint('runs', '--status', 'blocked');
  return waiting.count > 0 ? hint('tasks') : undefined;
};

/** What the mesh does, on one screen, and what to look at first. */
export const topText = (stats: StatsView, hint: Hint): string => {
  const { at, readers, runs, waiting, letters } = stats;
  const first = lookFirst(stats, hint);
  const { accepted, ended, completed } = runs.lastMinute;
  const looked = newestLook(readers);
  const states = Object.entries(runs.byStatus).map(([status, count]) => `${count} ${statusText(status)}`);
  const open = Object.entries(letters).map(([state, count]) => `${counted(count)} ${statusText(state)}`);
  return lines(
    `${bold('agent mesh')}  ${moment(at)}`,
    `\nrates         intents ${rateOf(readers, 'intents')}, tasks ${rateOf(readers, 'tasks')}, results ${rateOf(readers, 'results')}`,
    `last minute   ${accepted} runs accepted, ${ended} ended, of which ${completed} completed`,
    `in flight     ${states.join(', ')}${runs.more ? dim(`  (of the newest ${runs.of})`) : ''}`,
    `waiting       ${counted(waiting)} tasks for a person or an outside system`,
    `dead letters  ${open.join(', ')}`,
    first && `look          ${first}`,
    `\n${tableOf(['HUB', 'GROUP', 'LAG', 'OLDEST', 'IN/S', 'OUT/S'], readers.map(rowOf), { right: [2, 3, 4, 5] })}`,
    dim(
      looked === undefined
        ? 'The monitor has not looked yet.'
        : `Readers as the monitor saw them at ${moment(looked)}; all else is your tenant's.`,
    ),
  );
};
