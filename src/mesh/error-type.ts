import { PlatformError, TerminalError } from '../contracts/errors';

/** What measures tell of an error: its kind, of which there are few; `_OTHER` is OpenTelemetry's word for the rest. */
export const errorTypeOf = (error: unknown): 'PlatformError' | 'TerminalError' | '_OTHER' => {
  if (error instanceof PlatformError) return 'PlatformError';
  return error instanceof TerminalError ? 'TerminalError' : '_OTHER';
};
