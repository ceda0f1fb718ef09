import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

interface Screen {
  isTTY?: boolean;
}

/** Colours are for terminals, and for people who want them: https://no-color.org */
export const isColourful = ({ isTTY }: Screen, { NO_COLOR }: NodeJS.ProcessEnv): boolean =>
  isTTY === true && !NO_COLOR;

const paint = (format: Format, text: string): string =>
  isColourful(process.stdout, process.env) ? styleText(format, text, { validateStream: false }) : text;

export const bold = (text: string): string => paint('bold', text);
export const dim = (text: string): string => paint('dim', text);

const FORMATS: Readonly<Record<string, Format>> = {
  completed: 'green',
  posted: 'green',
  resolved: 'green',
  waiting: 'yellow',
  rejected: 'yellow',
  declined: 'yellow',
  failed: 'red',
  expired: 'red',
  cancelled: 'red',
  blocked: 'red',
  deadlettered: 'red',
  'dead-lettered': 'red',
  parked: 'red',
  refused: 'red',
};

/** A status in its colour: done, somebody must act, or gone wrong. */
export const statusText = (status: string): string => {
  const format = FORMATS[status];
  return format ? paint(format, status) : status;
};

const MARKS: Readonly<Record<'ok' | 'warn' | 'fail' | 'skipped', Format>> = {
  ok: 'green',
  warn: 'yellow',
  fail: 'red',
  skipped: 'dim',
};

/** What came of a check, in its colour. */
export const mark = (kind: keyof typeof MARKS, text: string): string => paint(MARKS[kind], text);
