import { parseArgs } from 'node:util';
import { startIssuer } from './issuer/issuer';
import { endOn, giveUp } from './part-process';
import { AUDIENCE } from './supervisor/environment';

const { values } = parseArgs({ options: { port: { type: 'string' }, data: { type: 'string' } } });

const main = async () => {
  const { port, close } = await startIssuer({
    port: Number(values.port),
    folder: values.data!,
    audience: AUDIENCE,
  });
  endOn(() => {
    close();
    process.exit(0);
  });
  process.send?.({ ready: true, port });
};

main().catch((error: Error) => giveUp(`issuer: ${error.message}`));
