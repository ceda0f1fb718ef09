import { lines } from './output';
import type { ForecastView } from './replay-view';
import { counted } from './words';

const letters = (count: number): string => counted(count, 'letter');

const destinations = ({ byHub }: ForecastView): string =>
  Object.entries(byHub)
    .map(([hub, count]) => `  ${letters(count)} to ${hub}`)
    .join('\n');

const repeats = ({ mayRepeat }: ForecastView): string =>
  mayRepeat.length === 0
    ? 'No effect can happen twice.'
    : lines(
        'CAREFUL: an effect may happen a second time:',
        ...mayRepeat.map(({ skill, letters: count, why }) => `  ${skill}, ${letters(count)}: ${why}.`),
      );

const RULES = {
  keep: 'deadlines are kept',
  extend: 'each deadline is moved by the time that the letter lay here',
  drop: 'deadlines are dropped',
} as const;
export type DeadlineRule = keyof typeof RULES;

const deadlines = ({ pastDeadline, wouldExpire }: ForecastView, rule: DeadlineRule): string => {
  if (pastDeadline === 0) return 'None is past its deadline.';
  const past = `${letters(pastDeadline)} past the deadline`;
  return wouldExpire === 0
    ? `${past}, but none would expire: ${RULES[rule]}.`
    : `${past}, and ${letters(wouldExpire)} would expire at once: ${RULES[rule]}. With --deadline drop none does.`;
};

/** What a replay would do, in words for somebody who was woken by it. */
export const forecastText = (forecast: ForecastView, rule: DeadlineRule): string => {
  const { total, more, unknown = [], runEnded, erased = 0 } = forecast;
  const missing = unknown.length > 0 && `There is no letter ${unknown.join(', ')}.`;
  if (total === 0) return lines(missing, 'No letter fits: nothing would be sent.');
  return lines(
    `${letters(total)} would be sent back to where ${total === 1 ? 'it' : 'they'} came from; nothing has been sent yet:`,
    destinations(forecast),
    repeats(forecast),
    deadlines(forecast, rule),
    runEnded > 0 && `${letters(runEnded)} would be refused: the run has ended meanwhile.`,
    erased > 0 && `${letters(erased)} would be refused: what it carried was erased.`,
    more && `More letters fit than these ${total}; --limit takes more of them at once.`,
    missing,
  );
};
