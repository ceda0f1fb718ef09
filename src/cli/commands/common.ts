import { addressOf, type AddressOptions } from '../address';
import { clientOf, type Client } from '../client';

export interface CommonOptions extends AddressOptions {
  json?: boolean;
}

export const clientFor = (options: CommonOptions): Client => clientOf(addressOf(options));

/** `key=value` for each value that is there, as a query string with its question mark. */
export const queryOf = (values: Readonly<Record<string, string | number | undefined>>): string => {
  const present = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  return present.length
    ? `?${new URLSearchParams(present.map(([name, value]): [string, string] => [name, String(value)]))}`
    : '';
};
