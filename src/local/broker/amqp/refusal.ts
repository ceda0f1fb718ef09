/** Why a link, a request or a message is refused, as AMQP says it. */
export type Refusal = { condition: string; description: string };

export const notFound = (name: string): Refusal => ({
  condition: 'amqp:not-found',
  description: `The messaging entity '${name}' could not be found.`,
});

export const noSuchPartition = (partitions: number): Refusal => ({
  condition: 'com.microsoft:argument-out-of-range',
  description:
    'The specified partition is invalid for an EventHub partition sender or receiver. ' +
    `It should be between 0 and ${partitions - 1}.`,
});

export const tooLarge = (bytes: number, limit: number): Refusal => ({
  condition: 'amqp:link:message-size-exceeded',
  description: `The received message (size:${bytes} bytes) exceeds the limit (${limit} bytes) currently allowed on the link.`,
});

export const invalid = (description: string): Refusal => ({
  condition: 'com.microsoft:argument-error',
  description,
});

/** Clients send again after this one. */
export const internal = (error: unknown): Refusal => ({
  condition: 'amqp:internal-error',
  description: error instanceof Error ? error.message : String(error),
});

/** A refusal on its way up to the link that it ends. */
export class RefusedError extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.description);
    this.name = 'RefusedError';
    this.refusal = refusal;
  }
}

export const asRefusal = (error: unknown): Refusal =>
  error instanceof RefusedError ? error.refusal : internal(error);

export const notAllowed = (description: string): Refusal => ({ condition: 'amqp:not-allowed', description });
