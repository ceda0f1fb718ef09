import { stripVTControlCharacters } from 'node:util';

/** Columns of the terminal; undefined where the output goes elsewhere, such as to a file: there nothing is broken into lines. */
export const terminalColumns = (): number | undefined =>
  process.stdout.isTTY ? process.stdout.columns : undefined;

/** Rows of the terminal; undefined where the output goes elsewhere. */
export const terminalRows = (): number | undefined =>
  process.stdout.isTTY ? process.stdout.rows : undefined;

const lengthOf = (text: string): number => stripVTControlCharacters(text).length;

/**
 * A text whose lines are not longer than so many columns, broken between words; what follows in the next line stands so far
 * in. A word that is longer than a line stays whole.
 */
export const wrapped = (text: string, columns: number | undefined, indent = 0): string => {
  if (columns === undefined) return text;
  const out: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\S) /)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line.trim() !== '' && lengthOf(longer) > columns) {
      out.push(line);
      line = ' '.repeat(indent) + word;
    } else line = longer;
  }
  return [...out, line].join('\n');
};
