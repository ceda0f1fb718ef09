import { progressLine } from '../../src/cli/progress-line';
import { isColourful } from '../../src/cli/style';

const screen = (isTTY: boolean) => {
  const written: string[] = [];
  return { isTTY, columns: 10, written, write: (text: string) => written.push(text) };
};

it('grows on a terminal, never past its width', () => {
  const terminal = screen(true);
  const line = progressLine(terminal);
  line.show('one');
  line.show('one, two, three');
  line.end('all of it, at last');
  expect(terminal.written).toEqual([
    '\r\u001B[Kone',
    '\r\u001B[Kone, two…',
    '\r\u001B[Kall of it, at last\n',
  ]);
});

it('is one line in a file', () => {
  const file = screen(false);
  const line = progressLine(file);
  line.show('one');
  line.end('one, two');
  expect(file.written).toEqual(['one, two\n']);
});

it.each([
  [true, {}, true],
  [true, { NO_COLOR: '1' }, false],
  [false, {}, false],
])('colours a terminal (%s) with %j: %s', (isTTY, env, colours) => {
  expect(isColourful({ isTTY }, env)).toBe(colours);
});
