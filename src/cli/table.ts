import Table from 'cli-table3';
import { bold } from './style';

const NOTHING = {
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

export type Cell = string | number | undefined | false;

export interface TableOptions {
  /** Columns of numbers, by their place. */
  right?: readonly number[];
}

const textOf = (cell: Cell): string => (cell === undefined || cell === false ? '' : String(cell));

/** Rows under their headings, without lines; what is missing is empty. */
export const tableOf = (
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  { right = [] }: TableOptions = {},
): string => {
  const table = new Table({
    head: head.map(bold),
    chars: NOTHING,
    colAligns: head.map((_, column) => (right.includes(column) ? 'right' : 'left')),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  table.push(...rows.map((row) => row.map(textOf)));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
};
