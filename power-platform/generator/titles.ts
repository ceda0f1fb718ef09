const WORDS = /[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])/g;
/** Words that are written otherwise than with one capital. */
const SPELLED: Readonly<Record<string, string>> = {
  id: 'ID',
  url: 'URL',
  xml: 'XML',
  iban: 'IBAN',
  vat: 'VAT',
};

const wordsOf = (name: string): readonly string[] => name.match(WORDS) ?? [name];

const capital = (word: string): string =>
  SPELLED[word.toLowerCase()] ?? word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();

/** A name as a maker reads it above a field. @example titleOf('acceptedAt') // 'Accepted At' */
export const titleOf = (name: string): string => wordsOf(name).map(capital).join(' ');

/** A name as part of an operation's id. @example pascalOf('leave-request') // 'LeaveRequest' */
export const pascalOf = (name: string): string =>
  wordsOf(name)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
    .join('');

/** @example withArticle('invoice') // 'an invoice' */
export const withArticle = (noun: string): string => `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
