import { forecastText } from '../../src/cli/forecast-text';
import type { ForecastView } from '../../src/cli/replay-view';

const forecast = (members: Partial<ForecastView>): ForecastView => ({
  total: 12,
  byHub: { tasks: 12 },
  mayRepeat: [],
  pastDeadline: 0,
  wouldExpire: 0,
  runEnded: 0,
  more: false,
  unknown: [],
  ...members,
});

it('says how many go where, and that nothing can happen twice', () => {
  expect(forecastText(forecast({ byHub: { tasks: 11, intents: 1 } }), 'extend')).toMatchSnapshot();
});

it('says so of one letter, too', () => {
  expect(forecastText(forecast({ total: 1, byHub: { tasks: 1 } }), 'extend')).toContain(
    '1 letter would be sent back to where it came from',
  );
});

it('warns of effects that may repeat, deadlines that are past, and runs that have ended', () => {
  const why = 'its effect may have happened, and what it acts on cannot be asked';
  const mayRepeat = [{ skill: 'mail.send@1', letters: 2, why }];
  const text = forecastText(
    forecast({ mayRepeat, pastDeadline: 3, wouldExpire: 1, runEnded: 1, more: true }),
    'keep',
  );
  expect(text).toMatchSnapshot();
});

it('says that a past deadline does no harm where the rule moves it', () => {
  expect(forecastText(forecast({ pastDeadline: 1 }), 'extend')).toContain(
    '1 letter past the deadline, but none would expire: each deadline is moved by the time that the letter lay here.',
  );
});

it('says that nothing fits, and which letters are unknown', () => {
  expect(forecastText(forecast({ total: 0, unknown: ['x'] }), 'extend')).toBe(
    'There is no letter x.\nNo letter fits: nothing would be sent.',
  );
});
