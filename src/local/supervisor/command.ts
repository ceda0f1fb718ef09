import { oldNode } from './node-version';
import { helpText } from './help';
import { readOptions } from './options';
import { startMesh, type LocalMesh } from './supervisor';
import { UsageError } from './usage-error';

const say = (line: string) => console.log(line);

/** Aborted by Ctrl-C, by a terminal that closes, and by the end of a process that started this one with a channel. */
const interruption = (): AbortSignal => {
  const controller = new AbortController();
  const abort = () => controller.abort();
  // npm passes on what the terminal has sent already: the second one changes nothing.
  process.on('SIGINT', abort).on('SIGTERM', abort).on('SIGHUP', abort).once('disconnect', abort);
  return controller.signal;
};

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve());
  });

const complain = (error: unknown): void => console.error(error instanceof UsageError ? error.message : error);

const fail = (error: unknown): never => {
  complain(error);
  // A channel to the process that started this one would keep it.
  return process.exit(1);
};

/** Whoever started this one with a channel may ask for the functions to be loaded anew, and hears what came of it. */
const reloadOnDemand = (mesh: LocalMesh): void => {
  const reload = (): Promise<unknown> =>
    mesh.reload().then(
      () => process.send?.({ reloaded: true }),
      ({ message }: Error) => process.send?.({ notReloaded: message }),
    );
  process.on('message', ({ reload: isAsked }: { reload?: true }) => void (isAsked && reload()));
};

export interface Entry {
  /** How people call it: `npm start`. */
  command: string;
  /** What happens when the mesh is up. */
  whenUp: (mesh: LocalMesh) => Promise<void>;
}

const run = async ({ command, whenUp }: Entry): Promise<void> => {
  const old = oldNode(process.version);
  if (old) throw new UsageError(old);
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) return say(helpText(command));

  const signal = interruption();
  signal.addEventListener('abort', () => say('\nStopping …'));
  const mesh = await startMesh(options, { say, signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  if (!mesh) return process.exit(0);
  reloadOnDemand(mesh);
  process.send?.({ ready: true });
  // What goes wrong after the start is said, and the mesh stays up.
  whenUp(mesh).catch((error: unknown) => signal.aborted || complain(error));
  await untilAborted(signal);
  await mesh.stop();
  process.exit(0);
};

/** Starts what the command line asks for and stays until Ctrl-C; what is wrong is said in one sentence. */
export const startFromCommandLine = (entry: Entry): void => void run(entry).catch(fail);
