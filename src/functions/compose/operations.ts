import { eventHubBacklog } from '../../azure/event-hub-backlog';
import { httpsSink } from '../../azure/https-sink';
import { restingSink } from '../../azure/resting-sink';
import { eraser } from '../../mesh/eraser/eraser';
import { indexRuns } from '../../mesh/index/index-runs';
import { restrictedFolder } from '../../contracts/dataref';
import { janitor } from '../../mesh/janitor/janitor';
import { orphans } from '../../mesh/janitor/orphans';
import { contentFolderOf, eraseLetters } from '../../mesh/letters/erase-letters';
import { keepLetters } from '../../mesh/letters/keep-letters';
import { resolveReturned } from '../../mesh/letters/resolve-returned';
import { REPLAY_LIMITS } from '../../mesh/replayer/deps';
import { monitor } from '../../mesh/monitor/monitor';
import { countedReplays } from '../../mesh/replayer/counted-replays';
import { replayTick } from '../../mesh/replayer/tick';
import { notifier } from '../../mesh/webhooks/notifier';
import { ROUND_LIMITS } from '../../mesh/webhooks/round';
import { staysAway } from '../../mesh/webhooks/stays-away';
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
    delayed: stores.delayed(),
    subscriptions: stores.subscriptions(),
    restricted: stores.restricted(),
    policy: letterPolicy(),
    limits: { ...REPLAY_LIMITS, automatic: settings.MESH_AUTO_REPLAY_LIMIT },
  };
  const replay = replayTick({ ...deps, staysAway: staysAway(deps) });
  const erase = eraseLetters({ ...deps, erasures: stores.erasures() });
  const clear = janitor({
    ...deps,
    stores: [
      { name: 'claims', store: stores.claims() },
      { name: 'runs', store: deps.runs, folderOf: (run) => `content/${run}`, restrictedOf: restrictedFolder },
      { name: 'letters', store: deps.letters, folderOf: contentFolderOf },
      { name: 'replays', store: replays },
      { name: 'index', store: deps.index },
      { name: 'subscriptions', store: deps.subscriptions },
      { name: 'canary', store: stores.canary() },
      { name: 'restricted', store: orphans(deps) },
    ],
    keepMs: settings.MESH_KEEP_DAYS * DAY_MS,
  });
  const backlog = eventHubBacklog({
    ...reach.inspection,
    checkpoints: reach.inspection.checkpoints(),
    log: reach.log,
  });
  return {
    keepLetters: guard('letters', keepLetters(deps)),
    indexRuns: guard('index', indexRuns(deps)),
    erase: guard('eraser', eraser(deps)),
    notify: guard(
      'notifier',
      notifier({
        ...deps,
        limits: ROUND_LIMITS,
        post: restingSink(httpsSink({ targets: settings.MESH_WEBHOOK_TARGETS })),
        resolveReturned: resolveReturned(deps),
        publicUrl: settings.MESH_PUBLIC_URL,
      }),
    ),
    replay: async () => {
      await erase();
      await replay();
    },
    look: monitor({ ...deps, readers: READERS, backlog, health: stores.health() }),
    clear: async () => void (await clear()),
    deliver: deliverDelayed(deps),
    deliverPoison: deadLetterPoisoned(reach),
  };
});
