/** Sizes in bytes, unless said otherwise. */
export const LIMITS = {
  /** An event, as JSON, over HTTP. */
  event: 256 * 1024,
  /** A batch, or any other body, over HTTP. */
  body: 1024 * 1024,
  /** Data above this travels by reference. */
  inlineData: 24 * 1024,
  /** Levels of nesting in a body. */
  depth: 32,
  /** Entries of one array, and members of one object, in a body. */
  entries: 10_000,
  /** Entries and members of a body, all together. */
  values: 50_000,
  /** Characters of one attribute: they become headers, properties and columns on their way. */
  attribute: 8 * 1024,
  /** Events of one batch. */
  batchEvents: 1_000,
} as const;
