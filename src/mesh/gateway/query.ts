import { refusal } from './problem-error';
import type { ApiRequest } from './route';

type WithUrl = Pick<ApiRequest, 'url'>;

/** A whole number in the query. @throws ProblemError for anything else */
export const numberIn = (
  { url }: WithUrl,
  name: string,
  { min, max, absent }: { min: number; max: number; absent: number },
): number => {
  const text = url.searchParams.get(name);
  if (text === null || text === '') return absent;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max)
    throw refusal(
      'invalid-request',
      `?${name}= must be a whole number from ${min} to ${max}, and is '${text}'.`,
    );
  return value;
};

/** One of a few words in the query. @throws ProblemError for any other */
export const wordIn = <T extends string>(
  { url }: WithUrl,
  name: string,
  words: readonly T[],
): T | undefined => {
  const text = url.searchParams.get(name);
  if (text === null || text === '') return undefined;
  const word = words.find((known) => known === text);
  if (word === undefined)
    throw refusal('invalid-request', `?${name}= must be one of ${words.join(', ')}, and is '${text}'.`);
  return word;
};

/** Text in the query, where there is any. */
export const textIn = ({ url }: WithUrl, name: string): string | undefined =>
  url.searchParams.get(name) || undefined;
