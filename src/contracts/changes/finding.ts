import type { Kind } from './kinds';

/**
 * Why values of one schema (the narrow side) do not fit another (the wide side), in the words of the wide one: it
 * requires a member, it does not know one, it takes other types.
 */
export type Reason =
  | { kind: 'required' }
  | { kind: 'unknown-member' }
  | { kind: 'closed' }
  | { kind: 'type'; refused: readonly Kind[]; taken: readonly Kind[] }
  | { kind: 'values'; refused: readonly unknown[] | undefined; taken: readonly unknown[] }
  | { kind: 'limit'; word: string; limit: unknown; before: unknown }
  | { kind: 'pattern'; pattern: string }
  | { kind: 'format'; format: string }
  | { kind: 'unique' }
  | { kind: 'forms'; count: number }
  | { kind: 'unjudged'; words: readonly string[] };

export interface Finding {
  /** JSON Pointer into the data; `*` stands for each item of a list, and for each member that no schema names. */
  pointer: string;
  reason: Reason;
}
