/** Says: never again as it is; the event becomes a dead letter, for someone to look at. */
export class TerminalError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'TerminalError';
    this.code = code;
  }
}

/** Says: again, later. `retryAfterMs` is what the other side asked for, in milliseconds. */
export class RetryableError extends Error {
  readonly code: string;
  readonly retryAfterMs: number | undefined;
  constructor(code: string, message: string, options: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(message, options);
    this.name = 'RetryableError';
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Says: the agent's answer is no, for a business reason. The task is `failed`, which plans can handle; nothing is dead-lettered. */
export class BusinessFailure extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'BusinessFailure';
    this.code = code;
  }
}

/** A store, the broker or the dead-letter hub does not answer: the whole batch is delivered again. */
export class PlatformError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'PlatformError';
  }
}

/** A row was written by a newer release: only that one knows what it means, and the partition waits until it is there. */
export class NewerReleaseError extends PlatformError {
  constructor(message: string) {
    super(message);
    this.name = 'NewerReleaseError';
  }
}
