import * as fc from 'fast-check';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {
  atomsOf,
  namesInAllForms,
  propertiesOf,
  formsOf,
  itemsOf,
  otherMembers,
} from '../../../src/contracts/changes/atom';
import type { Atom, Conjunction } from '../../../src/contracts/changes/atom';
import { misfits } from '../../../src/contracts/changes/contained';

/**
 * What the check calls compatible is: for pairs of schemas made at random, whatever fits the narrow one fits the wide one.
 * The one exception is the one that is meant: a name that an open schema does not give (docs/decisions/0034).
 */

type Json = Record<string, unknown>;
const NAMES = ['a', 'b', 'c'] as const;
/** No schema gives this name. */
const UNNAMED = 'zz';

/** Keys as ajv resolves them without a resolver of ours. */
const ROOT = 'https://mesh.test/root';
const OTHER = 'https://mesh.test/other';

const word = fc.constantFrom('', 'x', 'xx', 'xyz', '2026-11-21');
const number = fc.constantFrom(-1, 0, 1, 2, 2.5, 3);
const scalar = fc.oneof(word, number, fc.boolean(), fc.constant(null));

/** With one or two of some keywords: more of them leave no value that fits. */
const some = (keywords: Record<string, fc.Arbitrary<unknown>>, most = 2): fc.Arbitrary<Json> =>
  fc
    .tuple(fc.record(keywords), fc.subarray(Object.keys(keywords), { maxLength: most }))
    .map(([all, chosen]) => Object.fromEntries(chosen.map((name) => [name, all[name]])));

const small = fc.integer({ min: 0, max: 3 });
const strings = some({
  minLength: small,
  maxLength: small,
  pattern: fc.constantFrom('^x', 'x$'),
  format: fc.constantFrom('date', 'email'),
}).map((rest) => ({ type: 'string', ...rest }));
const numbers = fc
  .tuple(
    fc.constantFrom('number', 'integer'),
    some({ minimum: number, maximum: number, exclusiveMinimum: number, exclusiveMaximum: number }),
  )
  .map(([type, rest]) => ({ type, ...rest }));
const lists = fc.oneof(
  fc.uniqueArray(scalar, { minLength: 1, maxLength: 3 }).map((values) => ({ enum: values })),
  fc.oneof(scalar, fc.constantFrom({ a: 1 }, ['x'])).map((value) => ({ const: value })),
);
const mixed = some({
  type: fc.uniqueArray(fc.constantFrom('string', 'null', 'integer', 'boolean', 'object', 'array'), {
    minLength: 1,
    maxLength: 3,
  }),
  minLength: small,
  minimum: number,
});

const schemaArbitrary: fc.Arbitrary<unknown> = fc.letrec<{ schema: unknown }>((tie) => {
  const inner = tie('schema');
  const objects = fc
    .tuple(
      some({ a: inner, b: inner, c: inner }, 3),
      fc.subarray([...NAMES], { maxLength: 1 }),
      fc.option(fc.oneof(fc.constant(false), inner), { nil: undefined }),
      fc.boolean(),
    )
    .map(([properties, required, additionalProperties, typed]) => ({
      ...(typed && { type: 'object' }),
      properties,
      required,
      ...(additionalProperties !== undefined && { additionalProperties }),
    }));
  const arrays = some({ items: inner, minItems: small, maxItems: small, uniqueItems: fc.boolean() }).map(
    (rest) => ({ type: 'array', ...rest }),
  );
  const several = fc.array(inner, { minLength: 1, maxLength: 3 });
  const choices = fc.oneof(
    several.map((forms) => ({ anyOf: forms })),
    several.map((forms) => ({ oneOf: forms })),
    several.map((parts) => ({ allOf: parts })),
    fc.tuple(several, objects).map(([forms, rest]) => ({ ...rest, anyOf: forms })),
    fc.constantFrom({ $ref: '#/$defs/word' }, { $ref: OTHER }, { $ref: OTHER, type: 'object' }),
  );
  return {
    schema: fc.oneof(
      { maxDepth: 2 },
      fc.oneof(fc.constantFrom<unknown>(true, {}), strings, numbers, lists, mixed),
      objects,
      arrays,
      choices,
    ),
  };
}).schema;

/** Changes of the kinds that people make, so that many pairs are nearly alike. */
const edits: readonly ((schema: Json, extra: unknown) => unknown)[] = [
  (schema) => schema,
  ({ required: _required, ...rest }) => rest,
  (schema) => ({ ...schema, required: [] }),
  (schema) => ({ ...schema, required: ['a'] }),
  ({ additionalProperties: _additional, ...rest }) => rest,
  (schema) => ({ ...schema, additionalProperties: false }),
  (schema, extra) => ({ ...schema, properties: { ...(schema['properties'] as Json), c: extra } }),
  (schema, extra) => ({ ...schema, properties: { ...(schema['properties'] as Json), a: extra } }),
  (schema, extra) => ({ anyOf: [schema, extra] }),
  (schema, extra) => ({ oneOf: [schema, extra] }),
  (schema, extra) => ({ allOf: [schema, extra] }),
  ({ minLength: _min, maxLength: _max, pattern: _pattern, ...rest }) => rest,
  ({ minimum: _min, exclusiveMinimum: _exclusive, ...rest }) => rest,
  ({ type: _type, ...rest }) => rest,
  (schema) => (Array.isArray(schema['enum']) ? { enum: [...schema['enum'], 'xx'] } : schema),
  (schema) => (Array.isArray(schema['enum']) ? { type: 'string' } : schema),
  (schema) => (schema['type'] === 'integer' ? { ...schema, type: 'number' } : schema),
  (_, extra) => extra,
];

const isNode = (schema: unknown): schema is Json => typeof schema === 'object' && schema !== null;

/** An edit at the root, or of a member, of the items, of a form. */
const edited = (schema: unknown, edit: number, deep: number, extra: unknown): unknown => {
  if (!isNode(schema)) return extra;
  const inside = (value: unknown) => edited(value, edit, deep - 1, extra);
  if (deep > 0) {
    const [name, first] = Object.entries((schema['properties'] as Json) ?? {})[0] ?? [];
    if (name) return { ...schema, properties: { ...(schema['properties'] as Json), [name]: inside(first) } };
    if (isNode(schema['items'])) return { ...schema, items: inside(schema['items']) };
    const [form, ...others] = (schema['anyOf'] as unknown[] | undefined) ?? [];
    if (isNode(form)) return { ...schema, anyOf: [inside(form), ...others] };
    const [one, ...rest] = (schema['oneOf'] as unknown[] | undefined) ?? [];
    if (isNode(one)) return { ...schema, oneOf: [inside(one), ...rest] };
  }
  return edits[edit]!(schema, extra);
};

const pair = fc.oneof(
  fc
    .tuple(schemaArbitrary, fc.nat(edits.length - 1), fc.nat(2), schemaArbitrary, fc.boolean())
    .map(([schema, edit, deep, extra, turned]) => {
      const other = edited(schema, edit, deep, extra);
      return turned ? ([other, schema] as const) : ([schema, other] as const);
    }),
  fc.tuple(schemaArbitrary, schemaArbitrary),
);

/** What references lead to is another thing before and after. */
const others = [
  { $id: OTHER, type: 'object', properties: { a: { $ref: OTHER } }, required: [] },
  {
    $id: OTHER,
    type: 'object',
    properties: { a: { $ref: '#' }, b: { type: 'string' } },
    required: ['b'],
  },
];
const wordDefs = [{ word: { type: 'string' } }, { word: { type: 'string', minLength: 1 } }];

interface Side {
  conjunction: Conjunction;
  takes: (value: unknown) => boolean;
}

const sideOf = (schema: unknown, other: number, defs: number): Side => {
  const root = { $id: ROOT, allOf: [schema], $defs: wordDefs[defs]! };
  const all = { [ROOT]: root, [OTHER]: others[other]! };
  const ajv = new Ajv2020({ strict: false, validateSchema: false });
  addFormats.default(ajv);
  ajv.addSchema(all[OTHER]);
  const validate = ajv.compile(root);
  return { conjunction: atomsOf(root, ROOT, all), takes: (value) => validate(value) };
};

/** Values that have a chance to fit: made along the schema, each member along any schema that gives its name. */
const valueFor = (conjunction: Conjunction, depth = 4): fc.Arbitrary<unknown> => {
  const any = fc.oneof(
    scalar,
    fc.constantFrom<unknown>([], ['x'], [1, 1], {}, { [UNNAMED]: 1 }, { [UNNAMED]: 'x' }),
  );
  if (depth === 0) return any;
  const atoms = inAllForms(conjunction);
  const listedValues = atoms.flatMap(({ node }) => [
    ...((node['enum'] as unknown[]) ?? []),
    ...('const' in node ? [node['const']] : []),
  ]);
  const names = [...new Set(namesInAllForms(conjunction))];
  const member = (name: string) =>
    fc.oneof(
      ...atoms
        .filter((atom) => Object.hasOwn(propertiesOf(atom), name))
        .map((atom) => valueFor(atomsOf(propertiesOf(atom)[name], atom.home, atom.all), depth - 1)),
      scalar,
    );
  const object = fc.record(
    {
      ...Object.fromEntries(names.map((name) => [name, member(name)])),
      [UNNAMED]: valueFor(otherMembers(atoms), depth - 1),
    },
    { requiredKeys: [], noNullPrototype: true },
  );
  const list = fc.array(valueFor(itemsOf(atoms), depth - 1), { maxLength: 3 });
  return fc.oneof(
    any,
    object,
    object,
    list,
    ...(listedValues.length > 0 ? [fc.constantFrom(...listedValues)] : []),
  );
};

const inAllForms = (conjunction: Conjunction): Conjunction =>
  conjunction.flatMap((atom): readonly Atom[] => [
    atom,
    ...[...formsOf(atom, 'anyOf'), ...formsOf(atom, 'oneOf')].flatMap(inAllForms),
  ]);

/** How often pairs were called compatible, and values were there to tell: else the property holds of nothing. */
const seen = { compatible: 0, tried: 0, different: 0 };

it('calls no change compatible by which a value that fitted fits no more', () => {
  const world = fc.record({
    pair,
    others: fc.tuple(fc.nat(1), fc.nat(1)),
    defs: fc.tuple(fc.nat(1), fc.nat(1)),
    seed: fc.integer(),
  });
  fc.assert(
    fc.property(world, ({ pair: [narrow, wide], others: refs, defs, seed }) => {
      const from = sideOf(narrow, refs[0], defs[0]);
      const to = sideOf(wide, refs[1], defs[1]);
      if (misfits(from.conjunction, to.conjunction).length > 0) return;
      seen.compatible += 1;
      if (JSON.stringify(narrow) !== JSON.stringify(wide)) seen.different += 1;
      const fitting = fc.sample(valueFor(from.conjunction), { numRuns: 40, seed }).filter(from.takes);
      seen.tried += fitting.length;
      const refused = fitting.filter((value) => !to.takes(value));
      expect(refused).toEqual([]);
    }),
    {
      numRuns: Number(process.env['CONTRACT_RUNS'] ?? 800),
      seed: 20_261_121,
      ...(process.env['CONTRACT_SEED'] && { seed: Number(process.env['CONTRACT_SEED']) }),
    },
  );
  expect(seen.different).toBeGreaterThan(100);
  expect(seen.tried).toBeGreaterThan(1_000);
});
