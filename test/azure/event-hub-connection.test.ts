import { connection, type Producer } from '../../src/azure/event-hub-connection';

/** Clients that note when they are opened and closed. */
const clients = () => {
  const notes: string[] = [];
  let opened = 0;
  const open = (): Producer => {
    const name = `client ${++opened}`;
    notes.push(`${name} opened`);
    return { close: async () => void notes.push(`${name} closed`) } as Producer;
  };
  return { notes, link: connection(open) };
};

const away = async () => {
  throw new Error('away');
};

describe('a connection to a hub', () => {
  it('opens a client when it is needed, and keeps it', async () => {
    const { notes, link } = clients();
    expect(notes).toEqual([]);
    await link.use(async () => undefined);
    await link.use(async () => undefined);
    expect(notes).toEqual(['client 1 opened']);
  });

  it('closes a client that failed, and opens another', async () => {
    const { notes, link } = clients();
    await expect(link.use(away)).rejects.toThrow('away');
    await link.use(async () => undefined);
    expect(notes).toEqual(['client 1 opened', 'client 1 closed', 'client 2 opened']);
  });

  it('closes it only when the last of its users is done, and replaces it once', async () => {
    const { notes, link } = clients();
    const slow = Promise.withResolvers<void>();
    const user = link.use(() => slow.promise);
    await expect(Promise.allSettled([link.use(away), link.use(away)])).resolves.toHaveLength(2);
    await link.use(async () => undefined);
    expect(notes).toEqual(['client 1 opened', 'client 2 opened']);
    slow.resolve();
    await user;
    expect(notes).toEqual(['client 1 opened', 'client 2 opened', 'client 1 closed']);
  });

  it('lets what is under way end before it closes', async () => {
    const { notes, link } = clients();
    const slow = Promise.withResolvers<void>();
    const user = link.use(() => slow.promise);
    await link.close();
    expect(notes).toEqual(['client 1 opened']);
    slow.resolve();
    await user;
    expect(notes).toEqual(['client 1 opened', 'client 1 closed']);
  });
});
