/** `1 letter`, `3 letters` */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

const two = (value: number): string => String(value).padStart(2, '0');
const clock = (at: Date): string => `${two(at.getHours())}:${two(at.getMinutes())}`;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A moment in local time: today by its time, this year by day and time, else by date. */
export const moment = (iso: string | undefined, now = new Date()): string => {
  if (iso === undefined) return '';
  const at = new Date(iso);
  if (at.toDateString() === now.toDateString()) return `${clock(at)}:${two(at.getSeconds())}`;
  const day = `${at.getDate()} ${MONTHS[at.getMonth()]}`;
  return at.getFullYear() === now.getFullYear() ? `${day} ${clock(at)}` : `${day} ${at.getFullYear()}`;
};

/** `0.4 s`, `12 s`, `3 min` */
export const duration = (ms: number): string => {
  const seconds = ms / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
};

/** Words in lines of a width, indented. */
export const wrapped = (text: string, { width, indent }: { width: number; indent: string }): string => {
  const rows: string[] = [];
  let row = '';
  for (const word of text.split(/\s+/)) {
    if (row && indent.length + row.length + 1 + word.length > width) rows.push(row);
    row = row && indent.length + row.length + 1 + word.length <= width ? `${row} ${word}` : word;
  }
  return [...rows, row].map((one) => indent + one).join('\n');
};
