/** A line that grows on a terminal, and is written once where it is read by a program or kept in a file. */
export interface ProgressLine {
  /** Takes the place of what it said before. */
  show(text: string): void;
  /** Says it for good. */
  end(text: string): void;
}

export interface Screen {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

const START = '\r\u001B[K';

/** A line that wraps could not be taken back. */
const fitting = (text: string, columns: number): string =>
  text.length < columns ? text : `${text.slice(0, columns - 2)}…`;

const growing = (screen: Screen): ProgressLine => ({
  show: (text) => void screen.write(START + fitting(text, screen.columns ?? 80)),
  end: (text) => void screen.write(`${START}${text}\n`),
});

const final = (screen: Screen): ProgressLine => ({
  show: () => undefined,
  end: (text) => void screen.write(`${text}\n`),
});

const SILENT: ProgressLine = { show: () => undefined, end: () => undefined };

export const progressLine = (screen: Screen = process.stdout): ProgressLine =>
  screen.isTTY ? growing(screen) : final(screen);

/** A line for people: none where JSON is asked for. */
export const progressUnless = (json: boolean | undefined): ProgressLine => (json ? SILENT : progressLine());
