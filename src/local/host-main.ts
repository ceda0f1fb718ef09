// The functions host as a process: `node dist/local/host-main.js --port 7071 --name gateway --root .`
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startHost } from './host';
import { endOn, giveUp } from './part-process';

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '7071' },
      name: { type: 'string', default: 'host' },
      root: { type: 'string', default: '.' },
    },
  });
  const host = await startHost({
    root: resolve(values.root),
    worker: join(dirname(resolve(process.argv[1] ?? '')), 'worker-main.js'),
    port: Number(values.port),
    role: values.name,
    onRestart: (functionPid, why) => process.send?.({ functionPid, died: why === 'died' }),
  });
  let stopping: Promise<void> | undefined;
  endOn(() => void (stopping ??= host.close().then(() => process.exit(0))));

  const reload = (): Promise<unknown> =>
    host.reload().then(
      () => process.send?.({ reloaded: true }),
      ({ message }: Error) => process.send?.({ notReloaded: message }),
    );
  process.on('message', ({ reload: isAsked }: { reload?: true }) => void (isAsked && reload()));

  const functionPid = host.functionPid();
  console.log(
    `${values.name}: ${host.functions.length} functions on http://127.0.0.1:${host.port}, host ${process.pid}, functions ${functionPid}`,
  );
  process.send?.({ ready: true, port: host.port, pid: process.pid, functionPid });
};

main().catch((error: Error) => giveUp(error.message));
