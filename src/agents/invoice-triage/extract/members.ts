import type { Element } from '../xml';

/** What is read where the document has no such element: it has nothing. */
export const NOTHING: Element = { namespace: '', name: '', attributes: {}, children: [], text: '' };

/** Without the members that are undefined: optional means absent. */
export const present = <T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

/** Nothing where nothing of it was given. */
export const unlessEmpty = <T extends object>(members: T): T | undefined =>
  Object.keys(members).length > 0 ? members : undefined;
