import type { ReplayView } from '../../src/cli/replay-view';
import { progressText, showReplay } from '../../src/cli/show-replay';

const hint = (...words: readonly string[]) => words.join(' ');
const replay = (over: Partial<ReplayView>): ReplayView => ({
  id: 'r',
  status: 'stopped',
  total: 500,
  select: { fingerprint: 'abc', from: '2026-11-21T10:00:00.000Z' },
  progress: { completed: 80, pending: 420 },
  letters: [{ letter: 'l', state: 'completed' }],
  ...over,
});

it('says of a stopped replay how many letters it left, and how to go on with them', () => {
  expect(showReplay(replay({}), hint)).toContain(
    '420 letters stayed where they are. Go on: replay --fingerprint abc --from 2026-11-21T10:00:00.000Z --limit 500 --reason … --watch',
  );
  expect(showReplay(replay({ select: { ids: ['a', 'b'] } }), hint)).toContain(
    'replay --id a --id b --limit 500',
  );
});

it('asks for a reason to go on, where the same choice takes more than the one letter that is left', () => {
  const text = showReplay(replay({ total: 2, progress: { 'dead-lettered': 1, pending: 1 } }), hint);
  expect(text).toContain('1 letter stayed where it is. Go on: replay --fingerprint abc');
  expect(text).toContain('--limit 2 --reason … --watch');
});

it('names the tenant whose letters they are, where it is another one', () => {
  const text = showReplay(replay({ tenant: 'contoso', progress: { pending: 1 } }), hint);
  expect(text).toContain('Its letters are of contoso.');
  expect(text).toContain('Go on: replay --tenant contoso --fingerprint abc');
  expect(text).toContain('--reason … --watch');
});

it('proposes nothing more where a stopped replay left nothing, or goes on by itself', () => {
  expect(showReplay(replay({ progress: { completed: 500 } }), hint)).not.toContain('Go on');
  expect(showReplay(replay({ status: 'sending' }), hint)).not.toContain('Go on');
});

it('tells the step that is out, who made it, and why it stopped by itself', () => {
  const step = { number: 2, of: 3, letters: 10, sent: 4 };
  expect(showReplay(replay({ status: 'sending', step }), hint)).toContain(
    'is sending: step 2 of 3: 4 of 10 sent; 80 completed, 420 pending.',
  );
  const waits = { ...step, sent: 10, waitsUntil: '2026-11-21T10:00:00.000Z' };
  expect(progressText(replay({ step: waits }))).toContain(
    'step 2 of 3: all 10 sent, waits for their outcome; 80 completed',
  );
  const stopped = replay({
    by: { type: 'user', id: 'ada' },
    reason: 'the ledger is back',
    createdAt: '2024-05-03T12:00:00.000Z',
    stoppedAt: '2024-05-03T12:00:00.000Z',
    stoppedBy: { type: 'timer', id: 'replayer' },
    stoppedBecause: '3 of 11 failed again',
  });
  expect(showReplay(stopped, hint)).toContain(
    'Made by ada, 3 May 2024: the ledger is back.\nStopped by itself, 3 May 2024: 3 of 11 failed again.',
  );
});

it('shows an edit beside what it was made of', () => {
  const edited = { letter: 'l', before: { a: 1 }, after: { a: 2 } };
  const text = showReplay(replay({ edited }), hint);
  expect(text).toMatch(
    /as it came:\n\{\n {2}"a": 1\n\}\nand edited, which is what goes out:\n\{\n {2}"a": 2\n\}/,
  );
});
