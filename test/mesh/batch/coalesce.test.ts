import { coalesce } from '../../../src/mesh/batch/coalesce';

/** A sender whose sends end when the test says so. */
const heldSender = (pause?: () => Promise<void>) => {
  const sends: { items: readonly string[]; end(): void; fail(error: Error): void }[] = [];
  const send = (items: readonly string[]) =>
    new Promise<readonly string[]>((resolve, reject) =>
      sends.push({ items, end: () => resolve(items.map((item) => `sent ${item}`)), fail: reject }),
    );
  return { sends, send: coalesce(send, pause ? { pause } : {}) };
};

/** Lets everything that is ready run. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('coalesce', () => {
  it('sends at once what comes alone', () => {
    const { sends, send } = heldSender();
    void send(['a']);
    expect(sends.map(({ items }) => items)).toEqual([['a']]);
  });

  it('collects what comes while a send is under way, and gives each caller its own results', async () => {
    const { sends, send } = heldSender();
    const first = send(['a']);
    const second = send(['b', 'c']);
    const third = send(['d']);
    sends[0]!.end();
    expect(await first).toEqual(['sent a']);
    await settled();
    expect(sends.map(({ items }) => items)).toEqual([['a'], ['b', 'c', 'd']]);
    sends[1]!.end();
    expect(await Promise.all([second, third])).toEqual([['sent b', 'sent c'], ['sent d']]);
  });

  it('pauses between sends that follow each other, so that more can come, and never before one alone', async () => {
    const pauses: (() => void)[] = [];
    const { sends, send } = heldSender(() => new Promise((resolve) => pauses.push(resolve)));
    void send(['a']);
    void send(['b']);
    sends[0]!.end();
    await settled();
    expect({ sends: sends.length, pauses: pauses.length }).toEqual({ sends: 1, pauses: 1 });
    void send(['c']);
    pauses[0]!();
    await settled();
    expect(sends[1]!.items).toEqual(['b', 'c']);
    sends[1]!.end();
    await settled();
    void send(['d']);
    expect({ sends: sends.length, pauses: pauses.length }).toEqual({ sends: 3, pauses: 1 });
  });

  it('fails those who waited behind a send that failed, and sends again afterwards', async () => {
    const { sends, send } = heldSender();
    const calls = Promise.allSettled([send(['a']), send(['b'])]);
    sends[0]!.fail(new Error('away'));
    expect(await calls).toMatchObject([{ reason: { message: 'away' } }, { reason: { message: 'away' } }]);
    await settled();
    const later = send(['c']);
    sends[1]!.end();
    expect(await later).toEqual(['sent c']);
  });

  it('goes on where a sender throws at once', async () => {
    const send = coalesce<string, string>(() => {
      throw new Error('broken');
    });
    await expect(send(['a'])).rejects.toThrow('broken');
    await expect(send(['b'])).rejects.toThrow('broken');
  });
});
