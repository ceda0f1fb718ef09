// The mesh of `npm start`, as a process that can be asked to load its functions anew.
import { fork } from 'node:child_process';
import { once } from 'node:events';

/** @returns how to have its functions loaded anew; rejects with what was wrong, and those before go on */
export const startMesh = (args) => {
  const child = fork('dist/local/start.js', args, { execArgv: [] });
  const ready = new Promise((resolve) =>
    child.on('message', ({ ready: isReady }) => isReady && resolve(undefined)),
  );
  child.once('exit', (code, signal) => process.exit(signal ? 1 : code));
  // The terminal tells the mesh too, which needs a moment to stop.
  process.on('SIGINT', () => undefined);
  // The last: the end of a process that started this one with a channel.
  for (const end of ['SIGTERM', 'SIGHUP', 'disconnect']) process.on(end, () => child.kill('SIGTERM'));
  return {
    ready,
    reload: async () => {
      await ready;
      child.send({ reload: true });
      const [{ notReloaded }] = await once(child, 'message');
      if (notReloaded !== undefined) throw new Error(notReloaded);
    },
  };
};
