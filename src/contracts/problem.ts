/** One thing that is wrong with a request. */
export interface Fault {
  /** Which event of a batch, from 0. */
  index?: number;
  /** JSON Pointer into the event (RFC 6901); the empty string is the whole of it. */
  pointer: string;
  message: string;
}

/** @see https://www.rfc-editor.org/rfc/rfc9457 */
export interface Problem {
  /** A stable URI reference of the kind of problem. */
  type: string;
  title: string;
  status: number;
  /** What is wrong here, and what to do. */
  detail: string;
  errors?: readonly Fault[];
  [extension: string]: unknown;
}

/** The first faults, for people. */
export const told = (faults: readonly Fault[]): string => {
  const first = faults.slice(0, 3).map(({ pointer, message }) => `${pointer || '(whole)'} ${message}`);
  const others = faults.length - first.length;
  return first.join('; ') + (others > 0 ? `; and ${others} more` : '');
};
