import { hostContainerOf } from '../../azure/connections';
import { eventHubBacklog } from '../../azure/event-hub-backlog';
import { indexRuns } from '../../mesh/index/index-runs';
import { janitor } from '../../mesh/janitor/janitor';
import { keepLetters } from '../../mesh/letters/keep-letters';
import { REPLAY_LIMITS } from '../../mesh/replayer/deps';
import { monitor } from '../../mesh/monitor/monitor';
import { countedReplays } from '../../mesh/replayer/counted-replays';
import { replayTick } from '../../mesh/replayer/tick';
import { deadLetterPoisoned, deliverDelayed } from '../../mesh/worker/delayed';
import { READERS } from '../readers';
import { once } from './once';
import { guardOf, letterPolicy, reachOf } from './reach';

const DAY_MS = 24 * 3_600_000;

export const operationsApp = once(() => {
  const reach = reachOf('operations');
  const { settings, stores } = reach;
  const guard = guardOf(reach);
  const replays = stores.replays();
  const deps = {
    ...reach,
    letters: stores.letters(),
    replays: countedReplays(reach.metrics, replays),
    runs: stores.runs(),
    index: stores.index(),
    policy: letterPolicy(),
    limits: { ...REPLAY_LIMITS, automatic: settings.MESH_AUTO_REPLAY_LIMIT },
  };
  const clear = janitor({
    ...deps,
    stores: [
      { name: 'claims', store: stores.claims() },
      { name: 'runs', store: deps.runs, folderOf: (run) => `content/${run}` },
      { name: 'letters', store: deps.letters, folderOf: (letter) => `letters/${letter}` },
      { name: 'replays', store: replays },
      { name: 'index', store: deps.index },
    ],
    keepMs: settings.MESH_KEEP_DAYS * DAY_MS,
  });
  const backlog = eventHubBacklog({
    ...reach.inspection,
    checkpoints: hostContainerOf(settings, 'azure-webjobs-eventhub'),
    log: reach.log,
  });
  return {
    keepLetters: guard('letters', keepLetters(deps)),
    indexRuns: guard('index', indexRuns(deps)),
    replay: replayTick(deps),
    look: monitor({ ...deps, readers: READERS, backlog, health: stores.health() }),
    clear: async () => void (await clear()),
    deliver: deliverDelayed({ ...reach, delayed: stores.delayed() }),
    deliverPoison: deadLetterPoisoned(reach),
  };
});
