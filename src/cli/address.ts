import { resolve } from 'node:path';
import { readPorts } from '../local/supervisor/registry';
import { PORTS } from '../local/supervisor/ports';
import { CliError, type Address } from './client';

export interface AddressOptions {
  url?: string;
  token?: string;
  data?: string;
}

export const dataFolder = ({ data }: AddressOptions): string =>
  resolve(data ?? process.env['MESH_DATA'] ?? '.mesh');

/** A token from the laptop's own issuer. */
const localToken = async (port: number): Promise<string> => {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/token`);
    return ((await answer.json()) as { access_token: string }).access_token;
  } catch {
    throw new CliError(
      `No token issuer answers on port ${port}: start the mesh with npm start, or give a token with --token or MESH_TOKEN.`,
    );
  }
};

/** Where the mesh is and who asks: by option, by environment, else the laptop's own. */
export const addressOf = (options: AddressOptions): Address => {
  const ports = readPorts(dataFolder(options)) ?? PORTS;
  const given = options.token ?? process.env['MESH_TOKEN'];
  let own: Promise<string> | undefined;
  return {
    url: (options.url ?? process.env['MESH_URL'] ?? `http://127.0.0.1:${ports.gateway}/api`).replace(
      /\/$/,
      '',
    ),
    token: () => (given ? Promise.resolve(given) : (own ??= localToken(ports.issuer))),
  };
};
