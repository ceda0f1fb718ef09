import { wrapped } from '../../src/cli/terminal';

describe('a text on a terminal', () => {
  const TEXT = '  \u001B[1mpost\u001B[22m  ran once risk had settled, and completed at the first try';

  it('is broken between words, and goes on below where it began', () => {
    expect(wrapped(TEXT, 32, 8)).toBe(
      '  \u001B[1mpost\u001B[22m  ran once risk had\n        settled, and completed\n        at the first try',
    );
  });

  it('is left as it is where the output is no terminal', () => {
    expect(wrapped(TEXT, undefined, 8)).toBe(TEXT);
  });

  it('keeps a word whole that is longer than a line', () => {
    expect(wrapped('see aaaaaaaaaaaaaaaaaaaa now', 10)).toBe('see\naaaaaaaaaaaaaaaaaaaa\nnow');
  });
});
