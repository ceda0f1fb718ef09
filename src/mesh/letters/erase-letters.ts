import type { Clock } from '../ports/clock';
import type { ContentFolders } from '../ports/content-store';
import type { Erasure, ErasureStore } from '../ports/erasure-store';
import type { LetterStore } from '../ports/letter-store';
import type { Log } from '../ports/log';
import type { Letter } from './letter';

export interface EraseLettersDeps {
  letters: Pick<LetterStore, 'load' | 'save'>;
  erasures: Pick<ErasureStore, 'asked' | 'done'>;
  contents: ContentFolders;
  clock: Pick<Clock, 'now'>;
  log: Pick<Log, 'info'>;
}

const AT_ONCE = 100;

/** Where the large contents of a letter are. */
export const contentFolderOf = (letter: string): string => `letters/${letter}`;

/** Why a letter that was erased is not brought back. */
export const whyErased = ({ by, reason }: Pick<Erasure, 'by' | 'reason'>): string =>
  `what it carried was erased by ${by.id}: ${reason}`;

/**
 * A letter without what it carried: nothing can bring it back, so it is resolved. What it names is there no more, as
 * earlier releases tell it too.
 */
export const erasedLetter = (letter: Letter, { by, reason }: Erasure, at: number): Letter => {
  const { dueAt: _dueAt, original: _original, content, ...rest } = letter;
  const { contentType } = content;
  return {
    ...rest,
    state: 'resolved',
    end: letter.end ?? { kind: 'refused', at, reason: whyErased({ by, reason }) },
    erased: { at, by, reason },
    content: {
      body: { ref: `${contentFolderOf(letter.id)}/erased` },
      properties: {},
      ...(contentType !== undefined && { contentType }),
    },
  };
};

/**
 * Erases what letters carried, where somebody asked for it. One that a replay has under way waits until that is over: it
 * may come back. What one turn leaves undone the next one does.
 */
export const eraseLetters =
  ({ letters, erasures, contents, clock, log }: EraseLettersDeps) =>
  async (): Promise<void> => {
    const asked = await erasures.asked(AT_ONCE);
    if (asked.length === 0) return;
    const known = await letters.load(asked.map(({ letter }) => letter));
    for (const erasure of asked) {
      const stored = known.get(erasure.letter);
      if (stored?.letter.state === 'replaying') continue;
      await contents.removeFolders([contentFolderOf(erasure.letter)]);
      if (stored && !stored.letter.erased) {
        const letter = erasedLetter(stored.letter, erasure, clock.now());
        const [saved] = await letters.save([{ letter, etag: stored.etag }]);
        if (saved!.kind === 'conflict') continue;
        log.info('what a letter carried is erased', { letter: letter.id, tenant: letter.tenant });
      }
      await erasures.done(erasure.letter);
    }
  };
