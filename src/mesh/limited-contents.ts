import type { ContainerAccess } from '../contracts/rights';
import type { ContentFolders, ContentStore } from './ports/content-store';

type Contents = ContentStore & ContentFolders;

/** What each right on a container allows. */
const ALLOWED: Readonly<Record<ContainerAccess, readonly (keyof Contents)[]>> = {
  read: ['get'],
  create: ['put'],
  use: ['get', 'put'],
  erase: ['removeFolders', 'foldersBefore'],
  write: ['get', 'put', 'removeFolders', 'foldersBefore'],
};

const DOING: Readonly<Record<keyof Contents, string>> = {
  get: 'read',
  put: 'write to',
  removeFolders: 'erase in',
  foldersBefore: 'list',
};

/** Contents for those who may not do everything: what they may not is refused here as Azure would refuse it, on the laptop too. */
export const limitedContents = (
  contents: Contents,
  right: ContainerAccess,
  refuse: (doing: string) => Error,
): Contents => {
  const unless = <M extends keyof Contents>(method: M, otherwise: Contents[M]): Contents[M] =>
    ALLOWED[right].includes(method) ? contents[method] : otherwise;
  const refused = (method: keyof Contents) => () => Promise.reject(refuse(DOING[method]));
  return {
    get: unless('get', refused('get')),
    put: unless('put', refused('put')),
    removeFolders: unless('removeFolders', refused('removeFolders')),
    foldersBefore: unless('foldersBefore', () => {
      throw refuse(DOING.foldersBefore);
    }),
  };
};
