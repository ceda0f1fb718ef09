/** Prints the value as JSON where that was asked for, else as people read it. */
export const print = (json: boolean | undefined, value: unknown, text: () => string): void =>
  console.log(json ? JSON.stringify(value, undefined, 2) : text());

/** Parts of a text, each on lines of its own; those that are not there leave no gap. */
export const lines = (...parts: readonly (string | false | undefined)[]): string =>
  parts.filter((part) => part !== false && part !== undefined && part !== '').join('\n');

/** How the process ends: 0 where all went well. */
export const endWith = (ok: boolean): void => {
  if (!ok) process.exitCode = 1;
};
