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

const read = (file: string): Uint8Array => {
  try {
    return readFileSync(file);
  } catch {
    throw new CliError(`There is no file ${file}.`);
  }
};

const json = (file: string, bytes: Uint8Array): Record<string, unknown> => {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<string, unknown>;
  } catch (error) {
    throw new CliError(`${file} is not JSON: ${(error as Error).message}`);
  }
};

const sendEvent = async (client: Client, event: Uint8Array): Promise<Accepted> => {
  const { accepted } = await client.post<{ accepted: Accepted[] }>(
    'events',
    event,
    'application/cloudevents+json',
  );
  return accepted[0]!;
};

/** Sends a document (XML), a CloudEvent, or the data of an intent. */
export const sendFile = async (client: Client, file: string, options: SendOptions): Promise<Accepted> => {
  const bytes = read(file);
  const reference = referenceOf(file, bytes, options);
  const path = `intents/${options.type}`;
  if (extname(file) === '.xml') {
    const query = new URLSearchParams({ reference, ...(options.priority && { priority: options.priority }) });
    return client.post<Accepted>(`${path}?${query}`, bytes, 'application/xml');
  }
  const value = json(file, bytes);
  if ('specversion' in value) return sendEvent(client, bytes);
  return client.post<Accepted>(path, {
    reference,
    data: value,
    ...(options.priority && { priority: options.priority }),
  });
};
