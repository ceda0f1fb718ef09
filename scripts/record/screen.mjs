/** What a terminal shows: as much of one as the command line uses. */

/** The names of colours and weights, by their SGR numbers. */
const STYLES = { 1: 'b', 2: 'd', 31: 'r', 32: 'g', 33: 'y' };
const RESETS = { 0: /./g, 22: /[bd]/g, 39: /[rgy]/g };

const restyled = (style, code) => {
  if (code in STYLES) return style.includes(STYLES[code]) ? style : style + STYLES[code];
  return code in RESETS ? style.replace(RESETS[code], '') : style;
};

const ESCAPE = /^\u001b\[([\d;]*)([A-Za-z])/;

/** Cells of one style as one run: `[style, text]`. */
const runsOf = (cells) => {
  const runs = [];
  for (const cell of cells) {
    const { style, text } = cell ?? { style: '', text: ' ' };
    const last = runs.at(-1);
    if (last?.[0] === style) last[1] += text;
    else runs.push([style, text]);
  }
  // What is empty at the end of a line shows nothing.
  while (runs.length > 0 && runs.at(-1)[1].trim() === '') runs.pop();
  return runs;
};

/** A screen that remembers all its lines. `write` answers which of them changed. */
export const screen = ({ columns }) => {
  const lines = [[]];
  let [row, column, style] = [0, 0, ''];

  const newLine = () => {
    row += 1;
    column = 0;
    lines[row] ??= [];
  };

  const control = (parameters, command) => {
    if (command === 'm')
      for (const code of (parameters || '0').split(';')) style = restyled(style, Number(code));
    if (command === 'K') lines[row].length = Math.min(lines[row].length, column);
  };

  const put = (text) => {
    if (column === columns) newLine();
    lines[row][column] = { style, text };
    column += 1;
  };

  return {
    write: (data) => {
      const changed = new Set();
      for (let at = 0; at < data.length;) {
        const escape = ESCAPE.exec(data.slice(at));
        const text = escape ? escape[0] : String.fromCodePoint(data.codePointAt(at));
        at += text.length;
        if (escape) control(escape[1], escape[2]);
        else if (text === '\n') newLine();
        else if (text === '\r') column = 0;
        else put(text);
        changed.add(row);
      }
      return changed;
    },
    line: (at) => runsOf(Array.from(lines[at] ?? [])),
    get height() {
      return row + 1;
    },
  };
};
