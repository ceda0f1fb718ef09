/** A sentence for the person at the keyboard: what is wrong and what to do. */
export class UsageError extends Error {}
