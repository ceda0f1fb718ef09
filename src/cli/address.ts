import { dataFolder } from '../local/supervisor/data-folder';
import { PORTS } from '../local/supervisor/ports';
import { readPorts } from '../local/supervisor/registry';
import { CliError, type Address } from './client';

export interface AddressOptions {
  url?: string;
  token?: string;
  key?: string;
  data?: string;
}

export const dataFolderOf = ({ data }: AddressOptions): string => dataFolder(data, process.env);

/** A token from the laptop's own issuer. */
const localToken = async (port: number): Promise<string> => {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/token`);
    return ((await answer.json()) as { access_token: string }).access_token;
  } catch {
    throw new CliError(
      `No mesh runs on this machine as far as can be seen: nobody gives tokens on port ${port}. Start one with npm start, name its data folder with --data, or give --url and --token of another.`,
    );
  }
};

/** Where the mesh is and who asks: by option, by environment, else the laptop's own. */
export const addressOf = (options: AddressOptions): Address => {
  const ports = readPorts(dataFolderOf(options)) ?? PORTS;
  const given = options.token ?? process.env['MESH_TOKEN'];
  const url = options.url ?? process.env['MESH_URL'] ?? `http://127.0.0.1:${ports.gateway}/api`;
  const key = options.key ?? process.env['MESH_KEY'];
  let own: Promise<string> | undefined;
  return {
    url: url.replace(/\/+$/, ''),
    ...(key && { key }),
    token: () => (given ? Promise.resolve(given) : (own ??= localToken(ports.issuer))),
  };
};
