import { first } from './ubl';
import { unreadable } from './unreadable';
import type { Element } from './xml';

const LONGEST_LABEL = 500;
const LONGEST_ID = 200;

/** Reads values of one document; what is asked for and not there is collected, so that the sender learns all of it at once. */
export const reading = (currency: string) => {
  const lacking: string[] = [];

  /** The value, or a note that the document lacks it. */
  const required = <T>(value: T | undefined, term: string, orElse: T): T => {
    if (value === undefined) lacking.push(term);
    return value ?? orElse;
  };

  const amount = (from: Element, path: string): string | undefined => {
    const element = first(from, path);
    if (!element) return undefined;
    const stated = element.attributes['currencyID'];
    if (stated !== undefined && stated !== currency)
      return unreadable(
        'document-value',
        `${element.name} is in ${stated}, but the document is in ${currency}`,
      );
    return amountIn(element);
  };

  return { required, amount, lacking: (): readonly string[] => lacking };
};

export type Reading = ReturnType<typeof reading>;

/** Text for people: blanks collapsed, cut where it is longer than anyone reads. */
export const label = (from: Element, path: string): string | undefined => {
  const text = collapsed(first(from, path));
  return text === undefined || text.length <= LONGEST_LABEL ? text : `${text.slice(0, LONGEST_LABEL - 1)}…`;
};

/** What something is known by; never cut, because two that were cut may seem the same. */
export const identifier = (from: Element, path: string): string | undefined => {
  const text = collapsed(first(from, path));
  if (text === undefined || text.length <= LONGEST_ID) return text;
  return unreadable(
    'document-value',
    `${nameOf(path)} is ${text.length} characters long, and ${LONGEST_ID} is the limit`,
  );
};

/** An identifier that people group with blanks: `DE 123 456 789` is `DE123456789`. */
export const compact = (from: Element, path: string): string | undefined =>
  identifier(from, path)?.replaceAll(' ', '').toUpperCase();

/** A code; what is longer is none. */
export const code = (from: Element, path: string): string | undefined => {
  const text = identifier(from, path);
  if (text === undefined || text.length <= 20) return text;
  return unreadable('document-value', `${nameOf(path)} is '${text.slice(0, 50)}', which is no code`);
};

const collapsed = (element: Element | undefined): string | undefined => element?.text.replace(/\s+/g, ' ');

const nameOf = (path: string): string => path.slice(path.lastIndexOf(':') + 1);

/** A decimal with the digits that the document gives; `+1.50` is `1.50`, and there is no exponent. */
export const decimal = (from: Element, path: string): string | undefined => {
  const element = first(from, path);
  return element && decimalOf(element);
};

/** An amount in whatever currency, with the decimals that it is written with and two at least: `1.5` is `1.50`. */
export const amountText = (from: Element, path: string): string | undefined => {
  const element = first(from, path);
  return element && amountIn(element);
};

// Zeros count: the rules on decimals are about what is written.
const amountIn = (element: Element): string => {
  const [whole, fraction = ''] = decimalOf(element).split('.');
  const written = /\.(\d{0,10})/.exec(element.text)?.[1]?.length ?? 0;
  return `${whole}.${fraction.padEnd(Math.max(2, written), '0')}`;
};

// xs:decimal has no exponent and no thousands separator.
const DECIMAL = /^(?:\+|(-))?0*(\d{0,17})(?:\.(\d{0,10}?)0*)?$/;

const decimalOf = ({ name, text }: Element): string => {
  const [, sign, whole, fraction] = /\d/.test(text) ? (DECIMAL.exec(text) ?? []) : [];
  if (whole === undefined)
    return unreadable(
      'document-value',
      `${name} is '${text.slice(0, 50)}', which is no decimal such as 1250.00`,
    );
  return `${sign ?? ''}${whole || '0'}${fraction ? `.${fraction}` : ''}`;
};

/** A calendar date without its time zone, which EN 16931 does not use. */
export const date = (from: Element, path: string): string | undefined => {
  const element = first(from, path);
  if (!element) return undefined;
  const [, day] = /^(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?$/.exec(element.text) ?? [];
  if (day !== undefined && isDay(day)) return day;
  return unreadable(
    'document-value',
    `${element.name} is '${element.text.slice(0, 50)}', which is no date such as 2026-11-30`,
  );
};

const isDay = (day: string): boolean => {
  const instant = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(day);
};
