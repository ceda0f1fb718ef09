import { dataOption, quoted } from '../local/supervisor/data-folder';
import { dataFolderOf, type AddressOptions } from './address';

/** Makes a command that a person can paste: with what is needed to reach the same mesh. */
export type Hint = (...words: readonly string[]) => string;

export const hintFor = (options: AddressOptions): Hint => {
  const where = options.url ? ` --url ${quoted(options.url)}` : dataOption(dataFolderOf(options));
  return (...words) => `npm run mesh -- ${words.map(quoted).join(' ')}${where}`;
};
