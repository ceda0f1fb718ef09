import type { Schema, Swagger } from '../../power-platform/generator/swagger';
import { isObject, operations, parameters, properties, references, schemas, texts } from './walk';

/** A rule of connectors: what breaks it in a definition, and changes after which it must be found broken. */
export interface Rule {
  faults(definition: Swagger): readonly string[];
  broken: Readonly<Record<string, (definition: Swagger) => void>>;
}

const PRODUCTS =
  /\b(Power (Apps|Automate|BI|Pages|Platform|Virtual Agents)|Copilot Studio|Logic Apps|Flow)\b/i;
const TITLE_CASE = /^([A-Z0-9][A-Za-z0-9]*)( ([A-Z0-9][A-Za-z0-9]*|and|of|or|the))*$/;
const SENTENCES = /^[A-Za-z`].*[.]$/s;
const SUMMARY_END = /[A-Za-z0-9]$/;
const PASCAL = /^([A-Z][a-z0-9]+)+$/;
/** `Get a run` and not `Get A Run`; abbreviations keep their capitals. */
const SENTENCE_CASE = /^[A-Z][a-z]*( ([a-z0-9-]+|[A-Z]{2,}))*$/;
const FORMATS = /^(int32|int64|float|double|byte|binary|date|date-time|password|date-no-tz|html|uri)$/;
const EXTENSIONS = new Set([
  'x-ms-summary',
  'x-ms-visibility',
  'x-ms-url-encoding',
  'x-ms-trigger',
  'x-ms-trigger-hint',
  'x-ms-notification-content',
  'x-ms-notification-url',
  'x-ms-connector-metadata',
  'x-nullable',
]);
const CATEGORIES = new Set([
  'AI',
  'Business Management',
  'Business Intelligence',
  'Collaboration',
  'Commerce',
  'Communication',
  'Content and Files',
  'Data',
  'Finance',
  'Human Resources',
  'Internet of Things',
  'IT Operations',
  'Lifestyle and Entertainment',
  'Marketing',
  'Productivity',
  'Sales and CRM',
  'Security',
  'Social Media',
  'Website',
]);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const is = (wrong: boolean, fault: string): readonly string[] => (wrong ? [fault] : []);
const invoice = (definition: Swagger) => definition.definitions['InvoiceSubmission']!;
const propertiesOf = (schema: Schema) => schema['properties'] as Record<string, Schema>;
const keysOf = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(keysOf);
  return isObject(value) ? [...Object.keys(value), ...Object.values(value).flatMap(keysOf)] : [];
};

const trigger = (definition: Swagger) =>
  operations(definition).filter(({ operation }) => 'x-ms-trigger' in operation);

export const RULES: Readonly<Record<string, Rule>> = {
  'it is below 1 MB': {
    faults: (definition) => is(JSON.stringify(definition).length >= 1_000_000, 'too large'),
    broken: {
      'a description of a megabyte': (definition) => (definition.info.description = 'x'.repeat(1_000_000)),
    },
  },
  'its title is short, and names neither an API nor a product of Power Platform': {
    faults: ({ info: { title, description } }) => [
      ...is(title.length > 30, 'title over 30 characters'),
      ...is(!SUMMARY_END.test(title), 'title ends in a sign'),
      ...is(/\bAPI\b/i.test(`${title} ${description}`), 'says API'),
      ...is(PRODUCTS.test(`${title} ${description}`), 'names a product'),
      ...is(description.length < 30 || description.length > 500, 'description not of 30 to 500 characters'),
      ...is(!SENTENCES.test(description), 'description is no sentence'),
      ...is(description === title, 'description repeats the title'),
    ],
    broken: {
      'a long title': ({ info }) => (info.title = 'The agent mesh that does all of it'),
      'a title with API': ({ info }) => (info.title = 'Mesh API'),
      'a product in the title': ({ info }) => (info.title = 'Mesh for Power Automate'),
      'a product in the description': ({ info }) => (info.description += ' Works with Power Apps.'),
      'a description that is none': ({ info }) => (info.description = 'Agents.'),
      'a title that ends in a sign': ({ info }) => (info.title = 'Agent Mesh!'),
    },
  },
  'ids of operations are PascalCase, and each stands once': {
    faults: (definition) => {
      const ids = operations(definition).map(({ operation }) => operation.operationId);
      return [
        ...ids.filter((id) => !PASCAL.test(id)),
        ...ids.filter((id, index) => ids.indexOf(id) !== index),
      ];
    },
    broken: {
      camelCase: ({ paths }) => (paths['/api/tasks']!.get!.operationId = 'listTasks'),
      'a hyphen': ({ paths }) => (paths['/api/tasks']!.get!.operationId = 'List-Tasks'),
      'the same twice': ({ paths }) => (paths['/api/tasks']!.get!.operationId = 'GetRun'),
    },
  },
  'summaries are of at most 80 characters, in sentence case, without slash, and end in a letter or digit': {
    faults: (definition) =>
      operations(definition)
        .map(({ operation }) => operation.summary)
        .filter(
          (summary) =>
            !summary ||
            summary.length > 80 ||
            summary.includes('/') ||
            !SUMMARY_END.test(summary) ||
            !SENTENCE_CASE.test(summary),
        ),
    broken: {
      'a long one': ({ paths }) => (paths['/api/tasks']!.get!.summary = `List ${'what waits '.repeat(8)}now`),
      'a slash': ({ paths }) => (paths['/api/tasks']!.get!.summary = 'List tasks/answers'),
      'a full stop': ({ paths }) => (paths['/api/tasks']!.get!.summary = 'List tasks.'),
      'title case': ({ paths }) => (paths['/api/tasks']!.get!.summary = 'List Tasks'),
      none: ({ paths }) => (paths['/api/tasks']!.get!.summary = ''),
    },
  },
  'descriptions of operations are sentences that say more than the summary': {
    faults: (definition) =>
      operations(definition)
        .filter(({ operation: { summary, description } }) => {
          const said = description?.toLowerCase() ?? '';
          return !SENTENCES.test(description ?? '') || said.startsWith(summary.toLowerCase());
        })
        .map(({ operation }) => operation.operationId),
    broken: {
      'no full stop': ({ paths }) => (paths['/api/tasks']!.get!.description = 'Lists tasks'),
      'the summary again': ({ paths }) => (paths['/api/runs/{id}']!.get!.description = 'Get a run.'),
      'the summary, and a bit': ({ paths }) =>
        (paths['/api/runs/{id}']!.get!.description = 'Get a run by ID.'),
    },
  },
  'parameters have a summary in title case, and a description that is a sentence and another': {
    faults: (definition) =>
      parameters(definition)
        .filter(({ parameter }) => {
          const { 'x-ms-summary': summary, description } = parameter;
          return (
            !summary ||
            summary.length > 80 ||
            !TITLE_CASE.test(summary) ||
            !SENTENCES.test(description ?? '') ||
            description === summary
          );
        })
        .map(({ operation, parameter }) => `${operation.operationId}: ${parameter.name}`),
    broken: {
      'no summary': ({ paths }) => (paths['/api/tasks']!.get!.parameters[1]!['x-ms-summary'] = ''),
      'sentence case': ({ paths }) => (paths['/api/tasks']!.get!.parameters[1]!['x-ms-summary'] = 'How many'),
      'no description': ({ paths }) => (paths['/api/tasks']!.get!.parameters[1]!.description = ''),
      'the summary again': ({ paths }) => (paths['/api/tasks']!.get!.parameters[1]!.description = 'Limit'),
    },
  },
  'properties have a title in title case, and a description that is a sentence and another': {
    faults: (definition) =>
      properties(definition)
        .filter(({ property: { title, description } }) => {
          const [said, meant] = [textOf(title), textOf(description)];
          return said.length > 80 || !TITLE_CASE.test(said) || !SENTENCES.test(meant) || meant === said;
        })
        .map(({ at }) => at),
    broken: {
      'no title': (definition) => delete propertiesOf(invoice(definition))['reference']!['title'],
      'no title deep inside': (definition) =>
        delete propertiesOf(propertiesOf(invoice(definition))['data']!)['document']!['title'],
      'no description': (definition) => delete propertiesOf(invoice(definition))['reference']!['description'],
      camelCase: (definition) => (propertiesOf(invoice(definition))['reference']!['title'] = 'orderKey'),
    },
  },
  'an operation has one answer with a schema that says something, and a default without': {
    faults: (definition) =>
      operations(definition).flatMap(({ method, operation: { operationId, responses } }) => {
        const { default: other, ...rest } = responses;
        const [[status, success] = ['', undefined], ...more] = Object.entries(rest);
        const schema = success?.schema;
        return [
          ...is(!other || other.schema !== undefined, `${operationId}: default`),
          ...is(more.length > 0 || !/^2\d\d$/.test(status), `${operationId}: more than one success`),
          ...is(!schema && method !== 'delete', `${operationId}: no schema`),
          ...is(
            schema !== undefined && !('$ref' in schema || 'properties' in schema),
            `${operationId}: empty`,
          ),
          ...is(
            Object.values(responses).some(({ description }) => !description),
            `${operationId}: undescribed`,
          ),
        ];
      }),
    broken: {
      'no default': ({ paths }) => delete (paths['/api/tasks']!.get!.responses as Schema)['default'],
      'a default with a schema': ({ paths }) => {
        paths['/api/tasks']!.get!.responses['default']!.schema = { type: 'object' };
      },
      'two successes': ({ paths }) =>
        ((paths['/api/tasks']!.get!.responses as Schema)['202'] = { description: 'Later.' }),
      'no schema': ({ paths }) => delete paths['/api/tasks']!.get!.responses['200']!.schema,
      'an empty schema': ({ paths }) => (paths['/api/tasks']!.get!.responses['200']!.schema = {}),
    },
  },
  'what stands in braces in a path is a required parameter that is encoded once, and no other is in the path':
    {
      faults: (definition) =>
        operations(definition).flatMap(({ path, operation: { operationId, parameters: all } }) => {
          const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
          const inPath = all.filter((parameter) => parameter.in === 'path');
          return [
            ...named.filter((name) => !inPath.some((one) => one.name === name)),
            ...inPath
              .filter(
                (one) => !named.includes(one.name) || !one.required || one['x-ms-url-encoding'] !== 'single',
              )
              .map(({ name }) => `${operationId}: ${name}`),
          ];
        }),
      broken: {
        'not required': ({ paths }) => (paths['/api/runs/{id}']!.get!.parameters[0]!.required = false),
        'no encoding': ({ paths }) =>
          delete paths['/api/runs/{id}']!.get!.parameters[0]!['x-ms-url-encoding'],
        'encoded twice': ({ paths }) => {
          paths['/api/runs/{id}']!.get!.parameters[0]!['x-ms-url-encoding'] = 'double' as 'single';
        },
        'another name': ({ paths }) => (paths['/api/runs/{id}']!.get!.parameters[0]!.name = 'run'),
      },
    },
  'what is internal and required has a default': {
    faults: (definition) => [
      ...parameters(definition)
        .filter(
          ({ parameter }) =>
            parameter['x-ms-visibility'] === 'internal' &&
            parameter.required &&
            parameter['default'] === undefined,
        )
        .map(({ parameter }) => parameter.name),
      ...properties(definition)
        .filter(
          ({ property, required }) =>
            property['x-ms-visibility'] === 'internal' && required && property['default'] === undefined,
        )
        .map(({ at }) => at),
    ],
    broken: {
      'a parameter': ({ paths }) => delete paths['/api/tasks']!.get!.parameters[0]!['default'],
      'a property': (definition) =>
        (propertiesOf(invoice(definition))['reference']!['x-ms-visibility'] = 'internal'),
      'the callback': ({ definitions }) => (definitions['Subscription']!['required'] = ['sink']),
    },
  },
  'a list says what it holds': {
    faults: (definition) =>
      schemas(definition)
        .filter(({ schema }) => schema['type'] === 'array' && !isObject(schema['items']))
        .map(({ at }) => at),
    broken: {
      'no items': ({ definitions }) => delete propertiesOf(definitions['Tasks']!)['tasks']!['items'],
      'items by place': ({ definitions }) => (propertiesOf(definitions['Tasks']!)['tasks']!['items'] = [{}]),
    },
  },
  'a schema has a type, and of required ones there is at least one, and each is there': {
    faults: (definition) =>
      schemas(definition)
        .filter(({ schema }) => {
          const { $ref, type, required, properties: named = {} } = schema;
          if ($ref !== undefined) return false;
          const missing = (required as string[] | undefined)?.filter((name) => !(name in (named as Schema)));
          return typeof type !== 'string' || required?.toString() === '' || (missing?.length ?? 0) > 0;
        })
        .map(({ at }) => at),
    broken: {
      'no type': ({ definitions }) => delete propertiesOf(definitions['Run']!)['status']!['type'],
      'nothing required': ({ definitions }) => (definitions['Run']!['required'] = []),
      'required and not there': ({ definitions }) => (definitions['Run']!['required'] = ['ghost']),
    },
  },
  'nothing stands beside a $ref, which leads to a definition; every definition is used': {
    faults: (definition) => {
      const all = references(definition);
      const names = new Set(Object.keys(definition.definitions).map((name) => `#/definitions/${name}`));
      return [
        ...all.filter(({ ref, beside }) => beside.length > 0 || !names.has(ref)).map(({ ref }) => ref),
        ...[...names].filter((name) => !all.some(({ ref }) => ref === name)),
      ];
    },
    broken: {
      'a description beside': ({ paths }) => {
        paths['/api/tasks']!.get!.responses['200']!.schema!['description'] = 'A page.';
      },
      'a lost one': ({ paths }) => {
        paths['/api/tasks']!.get!.responses['200']!.schema = { $ref: '#/definitions/Nothing' };
      },
      'one into a definition': ({ paths }) => {
        paths['/api/tasks']!.get!.responses['200']!.schema = { $ref: '#/definitions/Run/properties/steps' };
      },
      'one that nobody uses': ({ definitions }) => (definitions['Left'] = { type: 'object' }),
    },
  },
  'only what Swagger 2.0 and Power Platform know is used': {
    faults: (definition) => [
      ...keysOf(definition).filter((key) => key.startsWith('x-') && !EXTENSIONS.has(key)),
      ...schemas(definition)
        .filter(({ schema }) =>
          ['oneOf', 'anyOf', 'allOf', 'not', 'const', 'if', '$defs'].some((word) => word in schema),
        )
        .map(({ at }) => at),
      ...[
        ...schemas(definition).map(({ schema }) => schema),
        ...parameters(definition).map((one) => one.parameter),
      ]
        .map(({ format }) => format as string | undefined)
        .filter((format): format is string => format !== undefined && !FORMATS.test(format)),
    ],
    broken: {
      'another extension': ({ paths }) =>
        ((paths['/api/tasks']!.get as unknown as Schema)['x-role'] = 'Reader'),
      oneOf: ({ definitions }) => (definitions['Run']!['oneOf'] = [{}]),
      'a format': ({ definitions }) => (propertiesOf(definitions['Run']!)['runId']!['format'] = 'uuid'),
    },
  },
  'visibility is one of three': {
    faults: (definition) =>
      [
        ...operations(definition).map(({ operation }) => operation['x-ms-visibility']),
        ...parameters(definition).map(({ parameter }) => parameter['x-ms-visibility']),
        ...properties(definition).map(({ property }) => property['x-ms-visibility'] as string | undefined),
      ].filter((one): one is 'internal' => one !== undefined && !/^(important|advanced|internal)$/.test(one)),
    broken: {
      hidden: ({ paths }) => (paths['/api/tasks']!.get!['x-ms-visibility'] = 'hidden' as 'internal'),
    },
  },
  'the root says where its makers find help, and what it is for': {
    faults: (definition) => {
      const all = definition['x-ms-connector-metadata'] ?? [];
      const of = (name: string) => all.find(({ propertyName }) => propertyName === name)?.propertyValue ?? '';
      return [
        ...is(!of('Website').startsWith('https://'), 'Website'),
        ...is(!of('Privacy policy').startsWith('https://'), 'Privacy policy'),
        ...of('Categories')
          .split(';')
          .filter((one) => !CATEGORIES.has(one)),
        ...is(!/@/.test(definition.info.contact['email'] ?? ''), 'no address to write to'),
      ];
    },
    broken: {
      none: (definition) => delete (definition as Partial<Swagger>)['x-ms-connector-metadata'],
      'an unknown category': (definition) => {
        definition['x-ms-connector-metadata'][2]!.propertyValue = 'Agents';
      },
      'no contact': ({ info }) => (info.contact = {}),
    },
  },
  'its address is a host and a path, by https only': {
    faults: ({ host, basePath, schemes }) => [
      ...is(!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(host), host),
      ...is(!/^(\/[\w.-]+)+$/.test(basePath), basePath),
      ...is(schemes.join() !== 'https', 'scheme'),
    ],
    broken: {
      'a scheme in the host': (definition) => (definition.host = 'https://mesh.example'),
      'a slash at the end': (definition) => (definition.basePath = '/mesh/'),
      'plain http': (definition) =>
        ((definition as { schemes: readonly string[] }).schemes = ['http', 'https']),
    },
  },
  'what it signs in with is defined': {
    faults: ({ security, securityDefinitions }) =>
      security.length === 0
        ? ['none']
        : security.flatMap((one) => Object.keys(one).filter((name) => !(name in securityDefinitions))),
    broken: {
      'another name': (definition) => ((definition as { security: unknown }).security = [{ other: [] }]),
      none: (definition) => ((definition as { security: unknown }).security = []),
    },
  },
  'a webhook trigger subscribes by a body with the callback, tells what it is told, and can be stopped': {
    faults: (definition) => [
      ...is(trigger(definition).length === 0, 'no trigger'),
      ...trigger(definition).flatMap(({ method, item, operation }) => {
        const body = operation.parameters.find((one) => one.in === 'body')?.schema?.['$ref'] as string;
        const schema = definition.definitions[body?.split('/')[2] ?? ''];
        const callbacks = Object.entries((schema?.['properties'] ?? {}) as Record<string, Schema>).filter(
          ([, property]) => property['x-ms-notification-url'] === true,
        );
        const [[name, callback] = ['', undefined]] = callbacks;
        return [
          ...is(method !== 'post' || operation['x-ms-trigger'] !== 'single', 'not a single POST'),
          ...is(!item['x-ms-notification-content']?.schema, 'what it is told is unknown'),
          ...is(callbacks.length !== 1 || callback?.['type'] !== 'string', 'not one callback'),
          ...is(callback?.['x-ms-visibility'] !== 'internal', 'the callback is shown'),
          ...is(
            ((schema?.['required'] ?? []) as string[]).includes(name),
            'a maker must fill the callback in',
          ),
          ...is(!operation.responses['201'], 'is not created'),
          ...is(!/^When an? /.test(operation.summary), 'summary'),
          ...is(!operation.description.startsWith('This operation triggers when '), 'description'),
        ];
      }),
      ...is(
        !operations(definition).some(
          ({ method, operation }) => method === 'delete' && operation['x-ms-visibility'] === 'internal',
        ),
        'cannot be stopped',
      ),
    ],
    broken: {
      batches: ({ paths }) => {
        paths['/api/subscriptions']!.post!['x-ms-trigger'] = 'batch' as 'single';
      },
      'no content': ({ paths }) => delete paths['/api/subscriptions']!['x-ms-notification-content'],
      'no callback': ({ definitions }) => {
        delete propertiesOf(definitions['Subscription']!)['sink']!['x-ms-notification-url'];
      },
      'a callback that is shown': ({ definitions }) => {
        delete propertiesOf(definitions['Subscription']!)['sink']!['x-ms-visibility'];
      },
      'no way to stop': ({ paths }) => delete paths['/api/hooks/{id}'],
      'another status': ({ paths }) => {
        const { responses } = paths['/api/subscriptions']!.post!;
        Object.assign(responses, { 200: responses['201'] });
        delete (responses as Schema)['201'];
      },
      'a summary of an action': ({ paths }) => (paths['/api/subscriptions']!.post!.summary = 'Subscribe'),
    },
  },
  'it has at most 256 operations, and 512 schemas in a body': {
    faults: (definition) => [
      ...is(operations(definition).length > 256, 'operations'),
      ...Object.keys(definition.definitions).filter(
        (name) =>
          schemas({ ...definition, definitions: { [name]: definition.definitions[name]! }, paths: {} })
            .length > 512,
      ),
    ],
    broken: {
      'many operations': ({ paths }) => {
        for (let n = 0; n < 260; n += 1) paths[`/api/more/${n}`] = paths['/api/tasks']!;
      },
      'many schemas': ({ definitions }) => {
        const many = Array.from({ length: 520 }, (_, n) => [`p${n}`, { type: 'string' }]);
        definitions['Run']!['properties'] = Object.fromEntries(many);
      },
    },
  },
  'texts are plain characters': {
    faults: (definition) => texts(definition).filter((text) => /[^\x20-\x7e]/.test(text)),
    broken: {
      'a typographic apostrophe': ({ info }) => (info.description += ' It’s good.'),
    },
  },
};
