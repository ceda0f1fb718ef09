import { createHash } from 'node:crypto';

/**
 * A reference to data that does not travel with its event: `content/<run>/<sha256 of the bytes>`.
 * It is derived from what it names, so writing twice is writing once, and erasing a run's data is deleting a folder.
 */
export const contentRef = (run: string, bytes: Uint8Array): string =>
  `content/${run}/${createHash('sha256').update(bytes).digest('hex')}`;
