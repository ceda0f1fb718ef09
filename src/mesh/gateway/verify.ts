import type { Caller } from './route';

/**
 * Tells who calls from the `Authorization` header.
 * @throws UnauthorizedError where it does not say so, PlatformError where the issuer's keys cannot be had
 */
export type Verify = (authorization: string | undefined) => Promise<Caller>;

/** The caller is not known: 401. The message is for the caller, and says what is wrong with the token, never what is in it. */
export class UnauthorizedError extends Error {
  /** As RFC 6750 names it; absent where there was no token at all. */
  readonly code: 'invalid_request' | 'invalid_token' | undefined;
  constructor(message: string, code?: 'invalid_request' | 'invalid_token', options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'UnauthorizedError';
    this.code = code;
  }
}
