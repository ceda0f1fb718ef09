import type { SchemaBook } from '../../src/contracts/schema-book';

/** Where a schema stands, so that a fault can be found. */
export interface Place {
  file: string;
  pointer: string;
}

export interface Placed extends Place {
  schema: unknown;
}

export const below = ({ file, pointer }: Place, ...steps: readonly (string | number)[]): Place => ({
  file,
  pointer: [pointer, ...steps.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'))].join(
    '/',
  ),
});

/** The file of a schema by its key: `invoice/risk@1`, `business.invoice.intent@1`. */
export const fileOf = (key: string): string => {
  const [name, version] = key.split('@') as [string, string];
  return `schemas/${name.includes('/') ? 'skills/' : ''}${name}/${version}.json`;
};

const keyOf = (file: string): string =>
  file.replace(/^schemas\/(skills\/)?/, '').replace(/\/(\d+)\.json$/, '@$1');

const DOCUMENT = '/api/openapi.json';

const at = (schema: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(
      (value, step) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined,
      schema,
    );

/** Finds what a `$ref` means. */
export type Find = (ref: string, from: Place) => Placed | undefined;

const placed = (schema: unknown, file: string, pointer: string): Placed | undefined =>
  schema === undefined ? undefined : { schema, file, pointer };

/** In the document that the gateway serves: every reference is one into itself. */
export const findInDocument =
  (document: object): Find =>
  (ref) =>
    placed(at(document, ref.slice(1)), DOCUMENT, ref.slice(1));

/** In the schema files: `invoice/risk@1#/properties/level`, or `#/…` within the same file. */
export const findInBook =
  (book: SchemaBook): Find =>
  (ref, from) => {
    const [target, pointer = ''] = ref.split('#') as [string, string?];
    const key = target || keyOf(from.file);
    return placed(at(book.schema(key), pointer), fileOf(key), pointer);
  };
