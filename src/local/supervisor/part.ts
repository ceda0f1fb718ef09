import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { scriptsFolder, type PartPlan } from './parts';
import { writePart, type Part } from './registry';

interface Ready {
  ready?: boolean;
  functionPid?: number;
}

export interface RunningPart {
  readonly part: Part;
  stop(): Promise<void>;
}

const RESTART_MS = 250;
const STOP_MS = 10_000;

/** Detached, so that Ctrl-C reaches the supervisor alone, which stops the parts in their order. */
const start = ({ script, args, env }: PartPlan): ChildProcess =>
  fork(join(scriptsFolder(), script), [...args], {
    env,
    execArgv: [],
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });

const stopChild = async (child: ChildProcess, onForced: () => void): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => {
    onForced();
    child.kill('SIGKILL');
  }, STOP_MS);
  await gone;
  clearTimeout(force);
};

/** Starts a part and starts it again when it dies, until it is told to stop. Resolves when the part is ready. */
export const runPart = async (
  plan: PartPlan,
  data: string,
  log: (line: string) => void,
): Promise<RunningPart> => {
  const part: Part = {
    role: plan.role,
    supervisor: process.pid,
    startedAt: new Date().toISOString(),
    restarts: 0,
    ...(plan.address && { address: plan.address }),
  };
  let stopping = false;
  let child: ChildProcess;

  const launch = (): Promise<void> =>
    new Promise((resolve, reject) => {
      let ready = false;
      child = start(plan);
      part.pid = child.pid!;
      delete part.functionPid;
      child.on('message', (message: Ready) => {
        if (message.functionPid) part.functionPid = message.functionPid;
        writePart(data, part);
        if (message.ready) ready = true;
        if (message.ready) resolve();
      });
      child.once('exit', (code, signal) => {
        if (stopping) return;
        if (!ready && part.restarts === 0)
          return reject(
            new Error(`${plan.role} did not start (exit code ${code ?? signal}); see its message above.`),
          );
        log(`${plan.role} died (${signal ?? `exit code ${code}`}); starting it again`);
        part.restarts += 1;
        setTimeout(() => stopping || void launch().catch(() => undefined), RESTART_MS);
      });
    });

  await launch();
  return {
    part,
    stop: () => {
      stopping = true;
      return stopChild(child, () =>
        log(`${plan.role} did not stop within ${STOP_MS / 1000} s and was killed`),
      );
    },
  };
};
