// What is wrong with the schemas and their examples: file, line, place in the file, and what to do.
import { linesOf, parsedJson } from './located.mjs';
import { KEYWORDS } from './keywords.mjs';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
const isSchema = (path) => /\/\d+\.json$/.test(path);
const examplesOf = (path) => path.replace(/\.json$/, '.examples.json');

/** `schemas/task.created/1.json` -> `task.created@1`; `schemas/skills/invoice/facts/1.json` -> `invoice/facts@1`. */
const keyOf = (path) => path.replace(/^schemas\/(skills\/)?/, '').replace(/\/(\d+)\.json$/, '@$1');
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const escaped = (token) => String(token).replaceAll('~', '~0').replaceAll('/', '~1');

/** A schema and all schemas inside it, with their places. */
const schemasIn = (schema, pointer = '') => {
  if (!isObject(schema)) return [];
  const inside = (name, value) =>
    Object.entries(value ?? {}).flatMap(([token, one]) =>
      schemasIn(one, `${pointer}/${name}/${escaped(token)}`),
    );
  return [
    { schema, pointer },
    ...['properties', '$defs', 'allOf', 'anyOf', 'oneOf'].flatMap((name) => inside(name, schema[name])),
    ...['items', 'additionalProperties'].flatMap((name) => schemasIn(schema[name], `${pointer}/${name}`)),
  ];
};

const headFaults = (key, schema) => [
  ...(schema.$schema === DIALECT ? [] : [['/$schema', `it must be ${DIALECT}: write that`]]),
  ...(schema.$id === key
    ? []
    : [
        [
          '/$id',
          `it must be '${key}', as the file is named, and is ${JSON.stringify(schema.$id)}: mend the one or the other`,
        ],
      ]),
  ...(/^[A-Z][A-Za-z0-9]*$/.test(schema.title ?? '')
    ? []
    : [['/title', 'the schema has no name in PascalCase: give it one, it becomes the name of the type']]),
  ...(schema.description ? [] : [['/description', 'nothing says what the data is for: add a sentence']]),
];

const keywordFaults = ({ schema, pointer }) =>
  Object.keys(schema)
    .filter((name) => !KEYWORDS.has(name))
    .map((name) => [
      `${pointer}/${escaped(name)}`,
      `no types can be made from '${name}': leave it out, or say it with a keyword of scripts/generate/keywords.mjs`,
    ]);

const referenceFaults =
  (keys, own) =>
  ({ schema, pointer }) => {
    if (typeof schema.$ref !== 'string') return [];
    const target = schema.$ref.split('#')[0] || own;
    return keys.has(target)
      ? []
      : [
          [
            `${pointer}/$ref`,
            `there is no schema '${target}': add schemas/skills/${target.replace('@', '/')}.json, or name another`,
          ],
        ];
  };

const titleFaults = (schemas) => {
  const owners = new Map();
  return schemas.flatMap(({ path, value }) => {
    const owner = owners.get(value.title);
    owners.set(value.title, owner ?? path);
    return owner
      ? [{ path, pointer: '/title', message: `'${value.title}' is the title of ${owner} too: rename one` }]
      : [];
  });
};

/** Examples are held against the schema by the mesh's own book. */
const exampleFaults = ({ key, path, examples }, book) => {
  const { valid = [], invalid = [] } = examples;
  if (!valid.length) return [{ path, pointer: '/valid', message: 'there is no valid example: add one' }];
  if (!invalid.length)
    return [{ path, pointer: '/invalid', message: 'there is no invalid example: add one' }];
  return [
    ...valid.flatMap((value, index) =>
      book.faults(key, value).map(({ pointer, message }) => ({
        path,
        pointer: `/valid/${index}${pointer}`,
        message: `${message}: mend the example, or the schema`,
      })),
    ),
    ...invalid.flatMap(({ pointer: expected, value }, index) => {
      const pointers = book.faults(key, value).map(({ pointer }) => pointer);
      if (pointers.includes(expected)) return [];
      const found = pointers.length
        ? `only ${pointers.map((each) => `'${each}'`).join(', ')} is`
        : 'nothing is';
      return [
        {
          path,
          pointer: `/invalid/${index}`,
          message: `at '${expected}' it should be wrong, and ${found}: mend the example, or the schema`,
        },
      ];
    }),
  ];
};

const bookFaults = ({ key, path, examples, examplesPath }, book) => {
  try {
    if (!examples)
      return [
        {
          path,
          pointer: '',
          message: `it has no examples: add ${examplesPath}, with valid and invalid ones`,
        },
      ];
    return exampleFaults({ key, path: examplesPath, examples }, book);
  } catch (error) {
    return [{ path, pointer: '', message: error.message }];
  }
};

/** `data/properties/a/type must be …`, as the validator says it of a schema. */
const POINTER = /\(schema is invalid: data(\/\S+)/;

/** What no book takes, one by one: a book stops at the first. */
const unusable = (schemas, bookOf) =>
  schemas.flatMap(({ key, path, value }) => {
    try {
      bookOf({ [key]: value });
      return [];
    } catch ({ message }) {
      return [{ path, pointer: POINTER.exec(message)?.[1] ?? '', message }];
    }
  });

/**
 * @param files text by path, with slashes, from the root
 * @param bookOf makes the mesh's book of schemas
 * @returns every fault, as `{ path, line, pointer, message }`; nothing that only follows from another one
 */
export const schemaFaults = (files, bookOf) => {
  const parsed = Object.entries(files).map(([path, text]) => ({ path, text, ...parsedJson(text) }));
  const broken = parsed.filter(({ line }) => line !== undefined);
  if (broken.length) return broken.map(({ path, line, message }) => ({ path, line, pointer: '', message }));

  const schemas = parsed
    .filter(({ path }) => isSchema(path))
    .map((each) => ({ ...each, key: keyOf(each.path) }));
  const keys = new Set(schemas.map(({ key }) => key));
  const located = (faults) =>
    faults.map((fault) => ({ ...fault, line: linesOf(files[fault.path] ?? '')(fault.pointer) }));
  const own = schemas.flatMap(({ path, key, value }) =>
    [
      ...headFaults(key, value),
      ...schemasIn(value).flatMap(keywordFaults),
      ...schemasIn(value).flatMap(referenceFaults(keys, key)),
    ].map(([pointer, message]) => ({ path, pointer, message })),
  );
  const first = [...own, ...titleFaults(schemas)];
  if (first.length) return located(first);
  const useless = unusable(schemas, bookOf);
  if (useless.length) return located(useless);

  const book = bookOf(Object.fromEntries(schemas.map(({ key, value }) => [key, value])));
  return located(
    schemas.flatMap(({ key, path }) => {
      const examplesPath = examplesOf(path);
      return bookFaults(
        { key, path, examplesPath, examples: parsed.find((each) => each.path === examplesPath)?.value },
        book,
      );
    }),
  );
};

/** `schemas/x/1.json:12, /properties/a: what is wrong: what to do` */
export const schemaFaultText = ({ path, line, pointer, message }) =>
  `${path}:${line}${pointer ? `, ${pointer}` : ''}: ${message}`;
