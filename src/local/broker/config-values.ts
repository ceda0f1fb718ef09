/** Tells where a file is wrong, what belongs there, and what is there. */
export type Fault = (path: string, expected: string, found: unknown) => void;
export type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const objectAt = (value: unknown, path: string, fault: Fault): Json => {
  if (isObject(value)) return value;
  fault(path, 'an object', value);
  return {};
};

export const listAt = (value: unknown, path: string, fault: Fault): unknown[] => {
  if (Array.isArray(value)) return value;
  fault(path, 'a list', value);
  return [];
};

export interface WholeNumber {
  least: number;
  most: number;
  fault: Fault;
}

/** A number, or its digits as text. */
export const wholeNumberAt = (value: unknown, path: string, { least, most, fault }: WholeNumber): number => {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most)
    return number;
  fault(path, `a whole number from ${least} to ${most}`, value);
  return least;
};
