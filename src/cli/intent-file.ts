import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { CliError, type Client } from './client';

export interface SendOptions {
  type: string;
  reference?: string;
  priority?: string;
  /** A reference of its own, though the same file was sent before. */
  again?: boolean;
}

export interface Accepted {
  runId: string;
  link: string;
}

/** The same file is the same intent, unless a new one is asked for. */
const referenceOf = (file: string, bytes: Uint8Array, { reference, again }: SendOptions): string =>
  reference ??
  `${basename(file)}-${again ? randomUUID() : createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`;

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not read it',
};

const read = (file: string): Uint8Array => {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new CliError(`${file} cannot be sent: ${UNREADABLE[code] ?? message}.`);
  }
};

const json = (file: string, bytes: Uint8Array): object => {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    throw new CliError(`${file} cannot be sent: it is not JSON (${(error as Error).message}).`);
  }
  throw new CliError(
    `${file} cannot be sent: a JSON file holds one object, a CloudEvent or an intent's data.`,
  );
};

const sendEvent = async (client: Client, event: Uint8Array): Promise<Accepted> => {
  const { accepted } = await client.post<{ accepted: Accepted[] }>(
    'events',
    event,
    'application/cloudevents+json',
  );
  return accepted[0]!;
};

const sendDocument = (
  client: Client,
  document: Uint8Array,
  { type, reference, priority }: SendOptions & { reference: string },
): Promise<Accepted> => {
  const query = new URLSearchParams({ reference, ...(priority && { priority }) });
  return client.post<Accepted>(`intents/${type}?${query}`, document, 'application/xml');
};

/** Who forgot the type learns which one the data was held against. */
const namingType =
  (type: string) =>
  (error: unknown): never => {
    if (!(error instanceof CliError) || error.status !== 400) throw error;
    throw new CliError(`${error.message}\nIt was sent as ${type}: --type names another type of intent.`);
  };

const sendData = (
  client: Client,
  data: object,
  { type, reference, priority }: SendOptions & { reference: string },
): Promise<Accepted> =>
  client
    .post<Accepted>(`intents/${type}`, { reference, data, ...(priority && { priority }) })
    .catch(namingType(type));

/** Sends a document (`.xml`), a CloudEvent or the data of an intent (`.json`). @throws CliError */
export const sendFile = async (client: Client, file: string, options: SendOptions): Promise<Accepted> => {
  const kind = extname(file).toLowerCase();
  if (kind !== '.xml' && kind !== '.json')
    throw new CliError(
      `${file} cannot be sent: a document ends in .xml, an event or an intent's data in .json.`,
    );
  const bytes = read(file);
  const reference = referenceOf(file, bytes, options);
  if (kind === '.xml') return sendDocument(client, bytes, { ...options, reference });
  const data = json(file, bytes);
  return 'specversion' in data ? sendEvent(client, bytes) : sendData(client, data, { ...options, reference });
};

/** Where to ask for the run of an intent that may not have been planned yet. */
export const pathOf = ({ runId, link }: Accepted): string => `runs/${runId}${new URL(link).search}`;
