import { present } from '../../../letters/present';
import { type Counts, replayStatus } from '../../../replayer/progress';
import { nextStep, stepsOf, waitsUntil } from '../../../replayer/ramp';
import { isActive, type Replay } from '../../../replayer/replay';
import { iso } from '../../letter-view';
import type { Links } from '../../links';

/** Where a replay with a ramp is: the step that is out, until the next one begins. */
const stepView = (replay: Replay) => {
  const steps = stepsOf(replay);
  if (steps.length < 2 || !isActive(replay)) return undefined;
  const until = waitsUntil(replay);
  const next = steps.findIndex(({ from }) => from === nextStep(replay)?.from);
  const at = until === undefined ? next : next - 1;
  const { from, to } = steps[at]!;
  return present({
    number: at + 1,
    of: steps.length,
    letters: to - from,
    sent: Math.min(replay.next, to) - from,
    waitsUntil: until === undefined ? undefined : iso(until),
  });
};

/** A replay without its letters, as lists show it. */
export const summaryOf = (replay: Replay, progress: Counts, to: Links) => {
  const { id, of, by, reason, total, createdAt, stoppedAt, stoppedBy, stoppedBecause } = replay;
  return present({
    id,
    status: replayStatus(replay, progress),
    tenant: of,
    by,
    reason,
    createdAt: iso(createdAt),
    stoppedAt: stoppedAt === undefined ? undefined : iso(stoppedAt),
    stoppedBy,
    stoppedBecause,
    total,
    progress,
    step: stepView(replay),
    link: to.replay(id),
  });
};
