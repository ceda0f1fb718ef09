import { helpText, readOptions, UsageError } from './options';
import { oldNode } from './node-version';
import { startMesh, type LocalMesh } from './supervisor';

const say = (line: string) => console.log(line);

const stopOnSignal = (mesh: LocalMesh): void => {
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    say('\nStopping …');
    await mesh.stop();
    process.exit(0);
  };
  process.on('SIGINT', () => void stop()).on('SIGTERM', () => void stop());
};

const main = async (then: (mesh: LocalMesh) => Promise<void>): Promise<void> => {
  const old = oldNode(process.version);
  if (old) throw new UsageError(old);
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) return say(helpText());
  say(
    options.only
      ? `Starting ${options.only} …`
      : 'Starting broker, storage, issuer, gateway, planner, worker, operations …',
  );
  const mesh = await startMesh(options, say);
  stopOnSignal(mesh);
  process.send?.({ ready: true });
  await then(mesh);
};

const fail = (error: unknown): void => {
  console.error(error instanceof UsageError ? error.message : error);
  process.exitCode = 1;
};

/** Starts what the command line asks for, and goes on with `then` when the mesh is up; what is wrong is said in one sentence. */
export const startFromCommandLine = (then: (mesh: LocalMesh) => Promise<void>): void =>
  void main(then).catch(fail);
