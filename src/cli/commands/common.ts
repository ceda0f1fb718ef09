import { InvalidArgumentError, Option } from 'commander';
import { addressOf, type AddressOptions } from '../address';
import type { MeshClient } from '../../../clients/typescript/src';
import { clientOf, meshOf, type Client } from '../client';

export interface CommonOptions extends AddressOptions {
  json?: boolean;
}

export const clientFor = (options: CommonOptions): Client => clientOf(addressOf(options));

/** The same with a method for each operation. */
export const meshFor = (options: CommonOptions): MeshClient => meshOf(addressOf(options));

/** `key=value` for each value that is there, as a query string with its question mark. */
export const queryOf = (values: Readonly<Record<string, string | number | undefined>>): string => {
  const present = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  return present.length
    ? `?${new URLSearchParams(present.map(([name, value]): [string, string] => [name, String(value)]))}`
    : '';
};

/** Part of a path: an id that a person typed may hold anything. */
export const segment = (id: string): string => encodeURIComponent(id);

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('It is a whole number from 1.');
};

export const numberOption = (flags: string, description: string): Option =>
  new Option(flags, description).argParser(wholeNumber);

export const choiceOption = (flags: string, description: string, choices: readonly string[]): Option =>
  new Option(flags, description).choices(choices);
