import type { SchemaBook } from '../../contracts/schema-book';
import type { Catalog } from '../catalog';
import { API_SCHEMAS } from './api-schemas';
import { EXAMPLES, problemComponents, usualProblems, type RouteExamples } from './examples';
import { ref, type Answer, type Parameter, type Route } from './route';
import { componentName, schemaComponents } from './schema-components';

export interface OpenApiOptions {
  routes: readonly Route[];
  catalog: Catalog;
  book: SchemaBook;
  /** Of the mesh. */
  version: string;
  /** Shapes that routes of others share. */
  components?: Readonly<Record<string, object>>;
}

const PROBLEMS: Readonly<Record<number, string>> = {
  400: 'The request is not valid.',
  401: 'The token is missing, or not valid.',
  403: 'The role is missing.',
  404: 'There is no such thing.',
  413: 'The request is too large.',
  415: 'The media type is not one of those.',
  429: 'Too many requests: come back later.',
  500: 'The mesh failed.',
  503: 'The mesh cannot do this now: come back later.',
};

/** The errors that a route has because of what it is. */
const errorsOf = ({ role, method, params, query, request }: Route): readonly number[] => [
  ...(request || query ? [400] : []),
  ...(role ? [401, 403] : []),
  // What is not there has been deleted already.
  ...(params && method !== 'DELETE' ? [404] : []),
  ...(request ? [413, 415] : []),
  // Limits are API Management's; the gateway itself has one for streams.
  ...(role ? [429] : []),
  ...(role || method === 'DELETE' ? [503] : []),
  500,
];

const PROBLEM = ref('Problem');

const NO_EXAMPLES: RouteExamples = { responses: {} };

const examplesOf = ({ operationId }: Route): RouteExamples => EXAMPLES[operationId] ?? NO_EXAMPLES;

/** What an answer looks like: the route's own examples, else the problems that are usual. */
const shownFor = (status: number, { responses, problems = {} }: RouteExamples) => {
  const examples: object = responses[status] ?? problems[status] ?? usualProblems(status);
  return Object.keys(examples).length > 0 && { examples };
};

/** The same answer by other media types. */
const alsoShown = (also: NonNullable<Answer['also']>, { also: shown = {} }: RouteExamples) =>
  Object.fromEntries(
    Object.entries(also).map(([mediaType, body]) => [
      mediaType,
      { ...body, ...(shown[mediaType] && { examples: shown[mediaType] }) },
    ]),
  );

/** An error is told as a problem, unless the route says otherwise. */
const answer = (status: number, { description, schema, also, headers }: Answer, shown: RouteExamples) => {
  const shape = schema ?? (status >= 400 ? PROBLEM : undefined);
  const isProblem = shape !== undefined && '$ref' in shape && shape.$ref === PROBLEM.$ref;
  const mediaType = isProblem ? 'application/problem+json' : 'application/json';
  return {
    description,
    ...(headers && { headers }),
    ...(shape && {
      content: {
        [mediaType]: { schema: shape, ...shownFor(status, shown) },
        ...(also && alsoShown(also, shown)),
      },
    }),
  };
};

const RETRY_AFTER: Answer['headers'] = {
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } },
};

/** A problem that is passing says when to come back. */
const problemAnswer = (status: number): Answer => ({
  description: PROBLEMS[status]!,
  ...((status === 429 || status === 503) && { headers: RETRY_AFTER }),
});

const responsesOf = (route: Route): Record<string, unknown> => {
  const problems = errorsOf(route).map((status) => [status, problemAnswer(status)] as const);
  const own = Object.entries(route.responses).map(([status, one]) => [Number(status), one] as const);
  const shown = examplesOf(route);
  return Object.fromEntries(
    [...problems, ...own].map(([status, one]) => [status, answer(status, one, shown)]),
  );
};

const requestOf = (route: Route, request: NonNullable<Route['request']>) => {
  const shown = examplesOf(route).request ?? {};
  const content = Object.entries(request).map(([mediaType, body]) => [
    mediaType,
    { ...body, ...(shown[mediaType] && { examples: shown[mediaType] }) },
  ]);
  return { required: true, content: Object.fromEntries(content) as Record<string, unknown> };
};

const parameters = (
  place: 'path' | 'query' | 'header',
  named: Readonly<Record<string, Parameter>> = {},
  shown: RouteExamples['params'] = {},
) =>
  Object.entries(named).map(([name, { description, schema }]) => ({
    name,
    in: place,
    description,
    required: place === 'path',
    schema,
    ...(shown[name] !== undefined && { example: shown[name] }),
  }));

const operation = (route: Route) => {
  const { operationId, summary, description, role, params, query, headers, request, callbacks } = route;
  const all = [
    ...parameters('path', params, examplesOf(route).params),
    ...parameters('query', query),
    ...parameters('header', headers),
  ];
  return {
    operationId,
    summary,
    description: role ? `${description} Needs the role ${role}.` : description,
    security: role ? [{ bearer: [role] }] : [],
    ...(all.length > 0 && { parameters: all }),
    ...(request && { requestBody: requestOf(route, request) }),
    responses: responsesOf(route),
    ...(callbacks && { callbacks }),
  };
};

const pathsOf = (routes: readonly Route[]) => {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = (paths[`/api/${route.path}`] ??= {});
    path[route.method.toLowerCase()] = operation(route);
  }
  return paths;
};

const EVENT_ATTRIBUTES = {
  specversion: { const: '1.0' },
  id: {
    type: 'string',
    minLength: 1,
    description: 'With the source it names the intent: the same again gives the same run.',
  },
  source: { type: 'string', format: 'uri-reference', minLength: 1, description: 'Who sends it.' },
  subject: { type: 'string', description: 'What it is about.' },
  time: { type: 'string', format: 'date-time', description: 'When it happened.' },
  datacontenttype: { type: 'string', description: 'Media type of the data; JSON where absent.' },
  dataschema: {
    type: 'string',
    format: 'uri',
    description: 'Ends in the version of the type; 1 where absent.',
  },
  partitionkey: { type: 'string', minLength: 1, description: 'Intents of one key start in order.' },
  priority: { type: 'string', enum: ['high', 'normal', 'low'], description: 'Which lane it takes.' },
  deadline: {
    type: 'string',
    format: 'date-time',
    description: 'When the answer is worth nothing any more.',
  },
  traceparent: { type: 'string', description: 'Where the trace started.' },
};

/** What can be asked of this mesh: one shape for the data, one for the events. */
const intentComponents = (catalog: Catalog) => {
  const intents = catalog.intents();
  const data = intents.map(({ schema }) => ref(componentName(schema)));
  const types = intents.map(({ intent }) => intent);
  return {
    IntentData: {
      description: 'What is wished, by the type of the intent.',
      ...(data.length > 0 && { anyOf: data }),
    },
    IntentEvent: {
      type: 'object',
      description: 'An intent as a CloudEvent.',
      required: ['specversion', 'id', 'source', 'type'],
      properties: {
        ...EVENT_ATTRIBUTES,
        type: { type: 'string', ...(types.length > 0 && { enum: types }) },
        data: ref('IntentData'),
      },
    },
  };
};

/** What is wished and what is answered, by the type of the intent: for those who make clients from this document. */
const intentTypes = (catalog: Catalog) =>
  Object.fromEntries(
    catalog
      .intents()
      .map(({ intent, schema, output }) => [
        intent,
        { data: ref(componentName(schema)), output: ref(componentName(output)) },
      ]),
  );

/** What the mesh sends of its own accord. */
const SENT = ['run.ended@1'];

/** The OpenAPI 3.1 document of the routes. @see https://spec.openapis.org/oas/v3.1.1.html */
export const openApiDocument = ({ routes, catalog, book, version, components = {} }: OpenApiOptions) => ({
  openapi: '3.1.1',
  info: {
    title: 'Agent mesh',
    version,
    description: 'Takes business intents in, tells what became of them, and lets people answer and operate.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  'x-intents': intentTypes(catalog),
  paths: pathsOf(routes),
  components: {
    securitySchemes: {
      bearer: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: 'A token with the role of the route.',
      },
    },
    examples: problemComponents,
    schemas: {
      ...API_SCHEMAS,
      ...intentComponents(catalog),
      ...schemaComponents(book, [
        ...catalog.intents().flatMap(({ schema, output }) => [schema, output]),
        ...SENT,
      ]),
      ...components,
    } as Record<string, unknown>,
  },
});
