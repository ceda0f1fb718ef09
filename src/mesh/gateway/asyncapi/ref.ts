/** A reference into the document. */
export const ref = (...path: readonly string[]) => ({
  $ref: `#/${path.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`,
});

export const messageRef = (type: string) => ref('components', 'messages', type);

/** A message as its channel holds it: what operations refer to. */
export const inChannel = (channel: string, type: string) => ref('channels', channel, 'messages', type);

export const serverRef = (name: string) => ref('servers', name);

export const byName = <T, U>(items: readonly T[], name: (item: T) => string, made: (item: T) => U) =>
  Object.fromEntries(items.map((item) => [name(item), made(item)]));
