import { TerminalError } from '../contracts/errors';

/** A cursor that no list gave out. */
export const strangeCursor = (cause?: unknown): TerminalError =>
  new TerminalError('invalid-cursor', 'the cursor is not one that was given out: begin without one', {
    cause,
  });
