/** Ends a part that cannot start: says why on stderr, and to the supervisor if one has started it. */
export const giveUp = (why: string): void => {
  console.error(why);
  if (!process.send) process.exit(1);
  // Only when it is sent: exiting would drop it.
  process.send?.({ failed: why }, () => process.exit(1));
};

/** Ends with the process that started it, and when it is told to. */
export const endOn = (end: () => void): void => {
  process.once('SIGTERM', end).once('SIGINT', end).once('disconnect', end);
};
