/**
 * What the canary's figures say: one event that the new build would dead-letter stops the rollout.
 * @param {readonly { outcome: string, reason: string, events: number }[]} seen
 */
export const verdict = (seen) => {
  const sum = (rows) => rows.reduce((total, { events }) => total + events, 0);
  const bad = seen.filter(({ outcome }) => outcome !== 'ok');
  const good = sum(seen) - sum(bad);
  if (bad.length === 0)
    return {
      stop: false,
      quiet: good === 0,
      text: good === 0 ? 'no events yet' : `${good} events, all well`,
    };
  const reasons = bad.map(({ reason, events }) => `${events} ${reason}`).join(', ');
  return {
    stop: true,
    quiet: false,
    text: `STOP: of ${sum(seen)} events the new build would dead-letter ${sum(bad)} (${reasons}); the other apps run the old build, nothing is lost`,
  };
};
