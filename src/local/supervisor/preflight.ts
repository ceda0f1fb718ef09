import { accessSync, constants, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Options } from './options';
import { ownSettings } from './own-settings';
import { scriptNamed } from './parts';
import { UsageError } from './usage-error';

const requireBuilt = (app: string): void => {
  if (!existsSync(scriptNamed('host')))
    throw new UsageError(
      `The mesh is not built, or this is not its folder: there is no ${scriptNamed('host')}. Go to the project's folder and run npm start, which builds it.`,
    );
  if (!existsSync(join(app, 'host.json')))
    throw new UsageError(
      `There is no app in ${app}: host.json is missing. Name the app's folder with --app FOLDER.`,
    );
};

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EEXIST: 'it is a file',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'part of its path is a file',
  EROFS: 'the disk is read-only',
};

/** A folder's rights do not say everything: a full or read-only disk shows when something is written. */
const requireWritable = (data: string): void => {
  const probe = join(data, '.writable');
  try {
    mkdirSync(data, { recursive: true });
    accessSync(data, constants.W_OK);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `The data folder ${data} cannot be written: ${REASONS[code] ?? message}. Make it writable, or choose another with --data FOLDER.`,
    );
  }
};

/** What can be known before anything starts. @throws UsageError */
export const preflight = ({ app, data }: Options): void => {
  requireBuilt(app);
  ownSettings();
  requireWritable(data);
};
