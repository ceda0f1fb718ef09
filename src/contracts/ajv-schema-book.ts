import addFormats from 'ajv-formats';
import uriResolver from 'ajv/dist/runtime/uri';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { SchemaBook } from './schema-book';
import { faultsOf } from './schema-faults';

/** Words of our own in schemas; they rule where data may go, not what it looks like. */
const OWN_KEYWORDS = ['x-data-classification', 'x-exposed'];

/** Conditions are few, but plans may come from outside: the oldest compiled ones are given up. */
const CONDITIONS_KEPT = 1_000;

/** Between our schemas a `$ref` is a key, whole, wherever it stands: `invoice/facts@1`, never `../facts@1`. */
const resolvingKeys = (schemas: object) => ({
  ...uriResolver,
  resolve: (base: string, ref: string) =>
    Object.hasOwn(schemas, ref.split('#')[0]!) ? ref : uriResolver.resolve(base, ref),
});

const strictAjv = (schemas: object) => {
  const ajv = new Ajv2020({
    strict: true,
    strictRequired: false,
    allErrors: true,
    verbose: true,
    uriResolver: resolvingKeys(schemas),
    keywords: OWN_KEYWORDS,
  });
  addFormats.default(ajv);
  return ajv;
};

/** Conditions answer yes or no, and stop at the first no. What was compiled is forgotten here: `kept` decides about it. */
const conditionCompiler = () => {
  const ajv = new Ajv2020({
    strict: true,
    strictRequired: false,
    strictTypes: false,
    keywords: OWN_KEYWORDS,
  });
  addFormats.default(ajv);
  return (text: string): ValidateFunction => {
    const schema = JSON.parse(text) as object;
    try {
      return ajv.compile(schema);
    } finally {
      ajv.removeSchema(schema);
    }
  };
};

/** Calls `make` once for each key, and keeps at most `limit` of what it made. */
const kept = <T>(make: (key: string) => T, limit = Infinity): ((key: string) => T) => {
  const made = new Map<string, T>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = make(key);
    if (made.size >= limit) made.delete(made.keys().next().value!);
    made.set(key, fresh);
    return fresh;
  };
};

/** Says of which schema it is when one cannot be used. */
const naming = <T>(key: string, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw new Error(`the schema '${key}' cannot be used: mend it (${(error as Error).message})`, {
      cause: error,
    });
  }
};

/**
 * A schema book on ajv. Schemas are compiled when they are first needed, and the compiled form is kept.
 * @example schemaBook(schemas).faults('invoice/facts@1', { total: 1 })
 */
export const schemaBook = (schemas: Readonly<Record<string, object>>): SchemaBook => {
  const ajv = strictAjv(schemas);
  for (const [key, schema] of Object.entries(schemas)) naming(key, () => ajv.addSchema(schema, key));
  const validatorOf = kept((key): ValidateFunction => {
    const validate = Object.hasOwn(schemas, key) ? naming(key, () => ajv.getSchema(key)) : undefined;
    if (!validate)
      throw new Error(`there is no schema '${key}': add it under schemas/ and run npm run generate`);
    return validate;
  });
  const conditionOf = kept(conditionCompiler(), CONDITIONS_KEPT);

  return {
    has: (key) => Object.hasOwn(schemas, key),
    keys: () => Object.keys(schemas),
    schema: (key) => (Object.hasOwn(schemas, key) ? schemas[key] : undefined),
    faults: (key, value) => {
      const validate = validatorOf(key);
      return validate(value) ? [] : faultsOf(validate.errors ?? []);
    },
    holds: (schema, value) => conditionOf(JSON.stringify(schema))(value),
  };
};
