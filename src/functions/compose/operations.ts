import { indexRuns } from '../../mesh/index/index-runs';
import { keepLetters } from '../../mesh/letters/keep-letters';
import { REPLAY_LIMITS } from '../../mesh/replayer/deps';
import { replayTick } from '../../mesh/replayer/tick';
import { once, platform } from './platform';
import { guard, letterPolicy, stores } from './stores';

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
  return {
    keepLetters: guard()('letters', keepLetters(deps)),
    indexRuns: guard()('index', indexRuns(deps)),
    replay: replayTick(deps),
  };
});
