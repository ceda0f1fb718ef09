import { createHash } from 'node:crypto';

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * A reference to data that does not travel with its event: `content/<run>/<sha256 of the bytes>`.
 * It is derived from what it names, so writing twice is writing once, and erasing a run's data is deleting a folder.
 */
export const contentRef = (run: string, bytes: Uint8Array): string => `content/${run}/${hashOf(bytes)}`;

/** Where the restricted data of a run is, in a container that only few may read. */
export const restrictedFolder = (run: string): string => `restricted/${run}`;

/** A reference to restricted data, derived in the same way. */
export const restrictedRef = (run: string, bytes: Uint8Array): string =>
  `${restrictedFolder(run)}/${hashOf(bytes)}`;

export const isRestrictedRef = (ref: string | undefined): ref is string =>
  ref?.startsWith('restricted/') ?? false;

/** Whether a reference leads to restricted data of this run, and nowhere else. */
export const isOfRun = (ref: string, run: string): boolean =>
  ref.startsWith(`${restrictedFolder(run)}/`) &&
  /^[0-9a-f]{64}$/.test(ref.slice(restrictedFolder(run).length + 1));

/** Whether these are the bytes that the reference was made of. */
export const isMadeOf = (ref: string, bytes: Uint8Array): boolean => ref.endsWith(`/${hashOf(bytes)}`);
