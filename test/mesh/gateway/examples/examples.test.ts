import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { servedDocument, type OpenApi, type Operation } from '../../../../infra/api/generator/served';
import { PROBLEM_KINDS, PROBLEMS } from '../../../../src/contracts/problems';
import { EXAMPLES, PROBLEM_EXAMPLES } from '../../../../src/mesh/gateway/examples';

Object.assign(globalThis, { MESH_VERSION: '1.2.3' });

interface Shown {
  /** Where it stands, for people. */
  where: string;
  /** JSON Pointer to the schema. */
  schema: string;
  value: unknown;
}
interface Media {
  schema?: object;
  examples?: Record<string, { value?: unknown; $ref?: string; summary?: string }>;
}

let document: OpenApi;
let ajv: Ajv2020;

beforeAll(async () => {
  document = await servedDocument();
  ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, 'mesh');
});

const escaped = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('%', '%25');
const pointer = (...parts: readonly string[]) =>
  `mesh#/${parts.map((part) => escaped(part).replaceAll('{', '%7B').replaceAll('}', '%7D')).join('/')}`;

const compiled = new Map<string, ValidateFunction>();
const faultsOf = ({ schema, value }: Shown): string[] => {
  const check = compiled.get(schema) ?? ajv.compile({ $ref: schema });
  compiled.set(schema, check);
  return check(value) ? [] : check.errors!.map((error) => `${error.instancePath} ${error.message}`);
};

const valueOf = ({ value, $ref }: { value?: unknown; $ref?: string }): unknown => {
  if ($ref === undefined) return value;
  const { examples } = document.components as unknown as { examples: Record<string, { value: unknown }> };
  return examples[$ref.replace('#/components/examples/', '')]?.value;
};

const shownIn = (content: Record<string, unknown> = {}, where: string, at: readonly string[]): Shown[] =>
  Object.entries(content as Record<string, Media>).flatMap(([mediaType, { examples = {} }]) =>
    Object.entries(examples).map(([name, example]) => ({
      where: `${where} ${mediaType} ${name}`,
      schema: pointer(...at, 'content', mediaType, 'schema'),
      value: valueOf(example),
    })),
  );

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  );

type Callbacks = Record<string, Record<string, { post: Operation }>>;

/** What the mesh sends of its own accord: requests of callbacks. */
const sent = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { operationId, callbacks = {} }]) =>
      Object.entries(callbacks as Callbacks).flatMap(([name, addresses]) =>
        Object.entries(addresses).map(([address, { post }]) => ({
          where: `${operationId} callback ${name}`,
          at: ['paths', path, method, 'callbacks', name, address, 'post', 'requestBody'],
          content: post.requestBody?.content ?? {},
        })),
      ),
    ),
  );

const allShown = (): Shown[] => [
  ...operations().flatMap(({ path, method, operationId, requestBody, responses }) => [
    ...shownIn(requestBody?.content, `${operationId} request`, ['paths', path, method, 'requestBody']),
    ...Object.entries(responses).flatMap(([status, { content }]) =>
      shownIn(content, `${operationId} ${status}`, ['paths', path, method, 'responses', status]),
    ),
  ]),
  ...sent().flatMap(({ where, at, content }) => shownIn(content, where, at)),
];

describe('the examples of the document', () => {
  it('fit their schemas', () => {
    const shown = allShown();
    expect(shown.length).toBeGreaterThan(100);
    const wrong = shown.map((one) => ({ where: one.where, faults: faultsOf(one) }));
    expect(wrong.filter(({ faults }) => faults.length > 0)).toEqual([]);
  });

  it('would be found out if they did not', () => {
    const good = allShown().find(({ where }) => where.startsWith('GetRun 200'));
    expect(faultsOf({ ...good!, value: { runId: 'not-an-id', status: 'lost' } })).toHaveLength(2);
  });

  it('show every request and every answer that has a body', () => {
    const bare = operations().flatMap(({ operationId, requestBody, responses }) => {
      const bodies = [
        ...Object.entries(requestBody?.content ?? {}).map(
          ([type, media]) => [`request ${type}`, media] as const,
        ),
        ...Object.entries(responses).flatMap(([status, { content = {} }]) =>
          Object.entries(content).map(([type, media]) => [`${status} ${type}`, media] as const),
        ),
      ];
      return bodies
        .filter(([, media]) => Object.keys((media as Media).examples ?? {}).length === 0)
        .map(([where]) => `${operationId} ${where}: add one to src/mesh/gateway/examples`);
    });
    const bareCallbacks = sent().flatMap(({ where, content }) =>
      Object.values(content).some(({ examples = {} }) => Object.keys(examples).length > 0) ? [] : [where],
    );
    expect([...bare, ...bareCallbacks]).toEqual([]);
    expect(sent()).not.toEqual([]);
  });

  it('show a value for every parameter of a path', () => {
    const bare = operations().flatMap(({ operationId, parameters = [] }) =>
      parameters
        .filter((one) => one.in === 'path' && !('example' in one))
        .map(({ name }) => `${operationId} {${name}}: add one to src/mesh/gateway/examples`),
    );
    expect(bare).toEqual([]);
  });

  it('are of operations that there are', () => {
    const known = new Set(operations().map(({ operationId }) => operationId));
    expect(Object.keys(EXAMPLES).filter((id) => !known.has(id))).toEqual([]);
  });

  it('show nothing that looks like a secret', () => {
    const text = JSON.stringify(allShown().map(({ value }) => value));
    expect(text).not.toMatch(/eyJ[\w-]+\.eyJ|AccountKey|SharedAccessKey|sig=|password|Bearer /i);
  });
});

describe('the problems', () => {
  it.each(PROBLEM_KINDS)('show %s as the mesh tells it', (kind) => {
    const example = PROBLEM_EXAMPLES[kind];
    expect(example).toMatchObject({ type: `/problems/${kind}`, ...PROBLEMS[kind] });
    expect(example.detail).toMatch(/[.]$/);
    expect(faultsOf({ where: kind, schema: 'mesh#/components/schemas/Problem', value: example })).toEqual([]);
  });

  it('are all in the document', () => {
    const { examples } = document.components as unknown as { examples: object };
    expect(Object.keys(examples)).toEqual(PROBLEM_KINDS.map((kind) => `problem.${kind}`));
  });

  it('fit the status that they are shown with', () => {
    const wrong = allShown()
      .filter(({ where }) => where.includes('problem+json'))
      .filter(({ where, value }) => !where.includes(` ${(value as { status: number }).status} `));
    expect(wrong.map(({ where }) => where)).toEqual([]);
  });
});
