import type { ReplayView } from '../../src/cli/replay-view';
import { showReplay } from '../../src/cli/show-replay';

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
    '420 letters stayed where they are. Go on: replay --fingerprint abc --from 2026-11-21T10:00:00.000Z --limit 500 --watch',
  );
  expect(showReplay(replay({ select: { ids: ['a', 'b'] } }), hint)).toContain(
    'replay --id a --id b --limit 500',
  );
});

it('proposes nothing more where a stopped replay left nothing, or goes on by itself', () => {
  expect(showReplay(replay({ progress: { completed: 500 } }), hint)).not.toContain('Go on');
  expect(showReplay(replay({ status: 'sending' }), hint)).not.toContain('Go on');
});
