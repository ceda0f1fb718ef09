import Table from 'cli-table3';

const PLAIN = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Rows under their headings, without lines; what is missing is empty. */
export const tableOf = (
  head: readonly string[],
  rows: readonly (readonly unknown[])[],
  widths?: readonly (number | null)[],
): string => {
  const table = new Table({
    head: [...head],
    chars: PLAIN,
    style: {
      head: process.stdout.isTTY ? ['bold'] : [],
      border: [],
      'padding-left': 0,
      'padding-right': 0,
      compact: true,
    },
    ...(widths && { colWidths: [...widths], wordWrap: true }),
  });
  table.push(
    ...rows.map((row) => row.map((cell) => (cell === undefined || cell === null ? '' : String(cell)))),
  );
  return table.toString();
};

/** Prints the value as JSON where that was asked for, else as people read it. */
export const print = (json: boolean | undefined, value: unknown, text: () => string): void =>
  console.log(json ? JSON.stringify(value, undefined, 2) : text());
