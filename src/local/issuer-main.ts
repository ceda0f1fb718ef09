import { parseArgs } from 'node:util';
import { startIssuer } from './issuer/issuer';
import { AUDIENCE } from './supervisor/environment';

const { values } = parseArgs({ options: { port: { type: 'string' }, data: { type: 'string' } } });

const main = async () => {
  const { port, close } = await startIssuer({
    port: Number(values.port),
    folder: values.data!,
    audience: AUDIENCE,
  });
  const stop = () => {
    close();
    process.exit(0);
  };
  process.on('SIGTERM', stop).on('SIGINT', stop).on('disconnect', stop);
  process.send?.({ ready: true, port });
};

void main();
