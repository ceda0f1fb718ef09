import { atomsOf, type Schemas } from '../changes/atom';
import { misfits } from '../changes/contained';
import { differenceOf } from '../changes/words';
import { keysOf, type Consumer, type MemberRead } from './consumer';
import { valuesAt, walk } from './walk';

export interface HoldDeps {
  schemas: Schemas;
  /** What producers give, by the key of its schema. */
  examples: Readonly<Record<string, readonly unknown[]>>;
  /** Whether a value fits a schema. */
  fits: (schema: unknown, value: unknown) => boolean;
}

/** What HTTP answers is one document; `api/Run` is a component of it. */
export const API = 'api';

const rootOf = (key: string, schemas: Schemas) => {
  const component = key.startsWith(`${API}/`) ? key.slice(API.length + 1) : undefined;
  if (component === undefined)
    return Object.hasOwn(schemas, key) ? atomsOf(schemas[key], key, schemas) : undefined;
  const { components } = (schemas[API] ?? {}) as { components?: { schemas?: Record<string, object> } };
  const found = components?.schemas?.[component];
  return found && atomsOf(found, API, schemas);
};

/**
 * Holds producers against what a consumer relies on: each place that it reads is in the schema, is required where it
 * needs it, and can only have values that it can live with, in the schema and in each example.
 * @returns sentences that name the consumer, its owner, the place and what to do
 */
export const hold =
  ({ schemas, examples, fits }: HoldDeps) =>
  (consumer: Consumer, file: string): readonly string[] => {
    const inSchema = (key: string, { pointer, required, values }: MemberRead): readonly string[] => {
      const root = rootOf(key, schemas);
      if (!root) return [`there is no ${key} any more`];
      const found = walk(root, pointer);
      if (!found) return [`${key} does not name ${pointer}`];
      const wide = atomsOf(values, file, {});
      return [
        ...(required && !found.required ? [`${pointer} of ${key} may be missing`] : []),
        ...found.forms
          .flatMap((form) => misfits(form, wide))
          .map((finding) => `${pointer}${finding.pointer} of ${key} ${differenceOf(finding.reason)}`),
      ];
    };

    const inExamples = (key: string, { pointer, required, values }: MemberRead): readonly string[] =>
      (examples[key] ?? []).flatMap((example, index) =>
        valuesAt(example, pointer)
          .filter((value) => (value === undefined ? required === true : !fits(values ?? {}, value)))
          .map(
            (value) => `${pointer} of example ${index} of ${key} is ${JSON.stringify(value) ?? 'missing'}`,
          ),
      );

    const told = (what: string): string =>
      `${consumer.name} (owner: ${consumer.owner}) relies on something else: ${what}. ` +
      `Give it as before, or ask the owner and then change ${file}.`;

    return [
      ...new Set(
        consumer.reads.flatMap((read) =>
          keysOf(read).flatMap((key) =>
            read.members.flatMap((member) => [...inSchema(key, member), ...inExamples(key, member)]),
          ),
        ),
      ),
    ].map(told);
  };
