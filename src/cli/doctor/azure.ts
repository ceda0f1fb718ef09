import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What the command lines of Azure say of a deployment; undefined where they are not there, or know of none. */
export interface Azure {
  /** Values of the azd environment (`azd env get-values`). */
  values: () => Promise<Readonly<Record<string, string>> | undefined>;
  /** Asks `az`, and reads its answer as JSON. */
  az: (...args: readonly string[]) => Promise<unknown>;
  /** A token for the mesh of the azd environment. @throws Error that says what to do */
  token: () => Promise<string>;
}

const run = promisify(execFile);

const said = async (command: string, args: readonly string[]): Promise<string | undefined> => {
  try {
    // On Windows both are scripts, which only a shell starts.
    const shell = process.platform === 'win32';
    const { stdout } = await run(command, args, { timeout: 60_000, shell, maxBuffer: 16 * 1024 * 1024 });
    return stdout;
  } catch {
    return undefined;
  }
};

/** `NAME="value"` a line, as azd prints them. */
export const readValues = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...text.matchAll(/^([A-Za-z_]\w*)=("(?:[^"\\]|\\.)*"|.*)$/gm)].map(([, name, value]) => [
      name!,
      value!.startsWith('"') ? (JSON.parse(value!) as string) : value!.trim(),
    ]),
  );

export const azure = (): Azure => {
  let read: Promise<Readonly<Record<string, string>> | undefined> | undefined;
  const values = () =>
    (read ??= said('azd', ['env', 'get-values', '--no-prompt']).then((text) =>
      text === undefined ? undefined : readValues(text),
    ));
  const az = async (...args: readonly string[]): Promise<unknown> => {
    const text = await said('az', [...args, '--output', 'json']);
    return text === undefined ? undefined : (JSON.parse(text || 'null') as unknown);
  };
  const token = async (): Promise<string> => {
    const audience = (await values())?.['MESH_CALLER_AUDIENCE'];
    const answer =
      audience &&
      ((await az('account', 'get-access-token', '--scope', `${audience}/.default`)) as {
        accessToken?: string;
      });
    if (answer && answer.accessToken) return answer.accessToken;
    throw new Error(
      'there is no token: give --token or MESH_TOKEN, or sign in (az login) where `azd env get-values` names MESH_CALLER_AUDIENCE',
    );
  };
  return { values, az, token };
};
