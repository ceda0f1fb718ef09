import { ContainerClient } from '@azure/storage-blob';
import { DefaultAzureCredential } from '@azure/identity';
import { InvalidArgumentError } from 'commander';
import { isTimestamp } from '../../contracts/envelope';
import { storageConnection } from '../../local/supervisor/environment';
import { PORTS } from '../../local/supervisor/ports';
import { readPorts } from '../../local/supervisor/registry';
import { dataFolderOf } from '../address';
import { blobSource } from '../capture/blob-source';
import { folderSource } from '../capture/folder-source';
import type { ArchiveSource } from '../capture/source';
import { CliError } from '../client';
import type { CommonOptions } from './common';

export interface CaptureCliOptions extends CommonOptions {
  from: number;
  to: number;
  type?: string[];
  tenant?: string;
  hub?: string[];
  namespace?: string;
  account?: string;
  container: string;
  folder?: string;
  nameFormat: string;
  slack: number;
  skipEnded?: boolean;
  dryRun?: boolean;
  strict?: boolean;
  perSecond: number;
  toHub?: string;
  eventhubs?: string;
  out?: string;
  raw?: boolean;
}

/** A moment of RFC 3339, in milliseconds. */
export const momentOption = (text: string): number => {
  const at = isTimestamp(text) ? Date.parse(text) : NaN;
  if (!Number.isNaN(at)) return at;
  throw new InvalidArgumentError('It is a date and time of RFC 3339, such as 2026-11-21T10:00:00Z.');
};

/** An option that may come again. */
export const oneMore = (text: string, before: readonly string[] = []): string[] => [...before, text];

const containerOf = (options: CaptureCliOptions): ContainerClient => {
  const { account, container } = options;
  if (account)
    return new ContainerClient(`${account.replace(/\/+$/, '')}/${container}`, new DefaultAzureCredential());
  const ports = readPorts(dataFolderOf(options)) ?? PORTS;
  // It is on this machine: who is not there will not be there in a minute.
  return new ContainerClient(storageConnection(ports), container, { retryOptions: { maxTries: 1 } });
};

/** Where the files are: a folder, an account of Azure, else the blob store of this machine. */
export const sourceOf = (options: CaptureCliOptions): ArchiveSource => {
  const { folder, account } = options;
  if (folder) return folderSource(folder);
  if (account && !account.startsWith('https://'))
    throw new CliError(
      `--account is '${account}', but is an address such as https://NAME.blob.core.windows.net.`,
    );
  return blobSource(containerOf(options));
};
