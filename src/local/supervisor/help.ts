import { PORTS } from './ports';
import { ROLES } from './roles';

const row = (option: string, meaning: string, variable = '', fallback: string | number = '') =>
  `  ${option.padEnd(22)} ${meaning.padEnd(35)} ${variable.padEnd(20)} ${fallback}`.trimEnd();

/** What `--help` prints. @param command for example `npm start` */
export const helpText = (
  command: string,
): string => `Starts the mesh on this machine, each part as a process of its own.

  ${command.padEnd(36)} all of it
  ${`${command} -- --only worker`.padEnd(36)} one part alone, or several: --only planner,worker
  ${`${command} -- --without worker`.padEnd(36)} all but one, or several
  ${`${command} -- --with canary`.padEnd(36)} all, and a part that is not usual: canary, worker-2
  ${command} -- --data .mesh-2 --port-base 9000
  ${''.padEnd(36)} a second mesh beside the first

Parts: ${ROLES.join(', ')}

${row('Option', '', 'Environment', 'Default')}
${row('--data FOLDER', 'where everything is kept', 'MESH_DATA', '.mesh')}
${row('--port-base N', 'six ports in a row from N', 'MESH_PORT_BASE')}
${Object.entries(PORTS)
  .map(([name, port]) =>
    row(`--${name}-port N`, `port of ${name} on 127.0.0.1`, `MESH_${name.toUpperCase()}_PORT`, port),
  )
  .join('\n')}
${row('--tables KIND', 'where tables are: sqlite, azurite', 'MESH_TABLES', 'sqlite')}
${row('--flush WHEN', 'writes are on disk: later, each', 'MESH_FLUSH', 'later')}
${row('--retention-hours N', 'hours that events are kept at least', 'MESH_RETENTION_HOURS', 168)}
${row('--retention-mb N', 'MiB that a partition keeps at most', 'MESH_RETENTION_MB', 1024)}
${row('--app FOLDER', 'the app: host.json, dist/functions', 'MESH_APP', '.')}
${row('--help', 'this text')}

Settings of the app are environment variables or Values of local.settings.json; see local.settings.sample.json.
`;
