import { indexRuns } from '../../mesh/index/index-runs';
import { janitor } from '../../mesh/janitor/janitor';
import { keepLetters } from '../../mesh/letters/keep-letters';
import { REPLAY_LIMITS } from '../../mesh/replayer/deps';
import { replayTick } from '../../mesh/replayer/tick';
import { once } from './once';
import { platform } from './platform';
import { guard, letterPolicy, stores } from './stores';

const DAY_MS = 24 * 3_600_000;

export const operationsApp = once(() => {
  const deps = {
    ...platform(),
    letters: stores.letters(),
    replays: stores.replays(),
    runs: stores.runs(),
    index: stores.index(),
    policy: letterPolicy(),
    limits: { ...REPLAY_LIMITS, automatic: platform().settings.MESH_AUTO_REPLAY_LIMIT },
  };
  const clear = janitor({
    ...deps,
    stores: [
      { name: 'claims', store: stores.claims() },
      { name: 'runs', store: deps.runs, folderOf: (run) => `content/${run}` },
      { name: 'letters', store: deps.letters, folderOf: (letter) => `letters/${letter}` },
      { name: 'replays', store: deps.replays },
      { name: 'index', store: deps.index },
    ],
    keepMs: platform().settings.MESH_KEEP_DAYS * DAY_MS,
  });
  return {
    keepLetters: guard()('letters', keepLetters(deps)),
    indexRuns: guard()('index', indexRuns(deps)),
    replay: replayTick(deps),
    clear: async () => void (await clear()),
  };
});
