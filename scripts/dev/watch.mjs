// Tells what was saved in src/ and schemas/, a handful of files at a time.
import { watch as watchFolder } from 'node:fs';
import { join, sep } from 'node:path';

/** Editors save in several steps. */
const SETTLE_MS = 100;
const GENERATED = 'src/contracts/generated/';

const isOfInterest = (path) =>
  /\.(ts|json)$/.test(path) &&
  !path.startsWith(GENERATED) &&
  !path.split('/').some((part) => part.startsWith('.'));

/** @param {(paths: string[]) => void} tell is called with the paths that changed, with slashes */
export const watch = (folders, tell) => {
  const changed = new Set();
  let timer;
  const flush = () => {
    const paths = [...changed].sort();
    changed.clear();
    tell(paths);
  };
  const note = (path) => {
    if (!isOfInterest(path)) return;
    changed.add(path);
    clearTimeout(timer);
    timer = setTimeout(flush, SETTLE_MS);
  };
  for (const folder of folders)
    watchFolder(
      folder,
      { recursive: true },
      (_, file) => file && note(join(folder, file).split(sep).join('/')),
    );
};
