import { meaningOf } from '../../src/contracts/event-types';
import type { PlannedIntent } from '../../src/mesh/catalog';
import { fields, type Describer, type Field } from './describe';
import type { Operation, Parameter, PathItem, Schema } from './swagger';
import { pascalOf, titleOf, withArticle } from './titles';

/** A part of the document: operations by path. */
export type Paths = Record<string, PathItem>;

const RUN_ID: Field = {
  title: 'Run ID',
  description: 'The run, as submitting it or the trigger gave it.',
};

const body = (schema: Schema, title: string, description: string): Parameter => ({
  name: 'body',
  in: 'body',
  required: true,
  description,
  'x-ms-summary': title,
  schema,
});

/** `business.leave-request.intent` is about a leave request. */
export const nounOf = ({ intent }: Pick<PlannedIntent, 'intent'>): string => {
  const meaning = meaningOf(intent);
  if (meaning.kind !== 'intent') throw new Error(`${intent} is no intent`);
  return meaning.domain.replaceAll('-', ' ');
};

const SUBMIT_FIELDS: Readonly<Record<string, Field>> = {
  reference: {
    title: 'Reference',
    description:
      'Your own name for this, such as a document number or a message ID. The same reference again gives the same run, and nothing happens twice; so never use a new random value.',
    visibility: 'important',
  },
  subject: { title: 'Subject', description: 'What it is about, to find it again.', visibility: 'advanced' },
  priority: {
    title: 'Priority',
    description: 'What is urgent goes before the rest; normal if empty.',
    visibility: 'advanced',
  },
  deadline: {
    title: 'Deadline',
    description: 'When the result is worth nothing any more; the run then ends as expired.',
    visibility: 'advanced',
  },
  partitionKey: {
    title: 'Order Key',
    description: 'What has the same key starts in the order in which it was submitted.',
    visibility: 'advanced',
  },
};

const versionOf = (key: string): number => Number(key.split('@')[1]);

/** The version of the content is the mesh's business; 1 need not be said. */
const withVersion = (schema: Schema, version: number): Schema =>
  version === 1
    ? schema
    : {
        ...schema,
        required: [...(schema['required'] as string[]), 'version'],
        properties: {
          ...(schema['properties'] as Schema),
          version: {
            type: 'integer',
            title: 'Version',
            description: 'Version of the content.',
            default: version,
            'x-ms-visibility': 'internal',
          },
        },
      };

const accepted = (d: Describer): Schema => {
  const { shape } = d;
  const schema = fields(shape({ $ref: '#/components/schemas/Accepted' }, 'Accepted'), {
    runId: RUN_ID,
    status: { title: 'Status' },
    link: { title: 'Link', description: 'Address of the run, for programs that have a token of their own.' },
  });
  return d.define('Submission', schema);
};

const submit = (d: Describer, planned: PlannedIntent): Paths => {
  const noun = nounOf(planned);
  const name = pascalOf(noun);
  const served = d.served('post', '/api/intents/{type}');
  const { reference, ...options } = fields(d.body(served, 'data'), SUBMIT_FIELDS)['properties'] as Schema;
  const data = { ...d.fileShape(planned.schema), title: titleOf(noun) };
  const properties = { reference, data, ...options };
  const schema = withVersion(
    { type: 'object', required: ['reference', 'data'], properties },
    versionOf(planned.schema),
  );
  const operation: Operation = {
    operationId: `Submit${name}`,
    summary: `Submit ${withArticle(noun)}`,
    description: `Hands ${withArticle(noun)} over, and gives the run that takes care of it. Submitting the same reference again changes nothing.`,
    'x-ms-visibility': 'important',
    parameters: [
      body(d.define(`${name}Submission`, schema), titleOf(noun), `The ${noun}, and what it is called.`),
    ],
    responses: d.responses(202, 'It was taken over.', accepted(d)),
  };
  return { [`/api/intents/${planned.intent}`]: { post: operation } };
};

const waitForResult = (d: Describer, planned: PlannedIntent): Paths => {
  const noun = nounOf(planned);
  const served = d.served('get', '/api/intents/{type}/runs/{id}/result');
  const operation: Operation = {
    operationId: `WaitFor${pascalOf(noun)}`,
    summary: `Wait for the result of ${withArticle(noun)}`,
    description:
      'Waits until the run has ended, up to the thirty days that a flow may last, and gives its result. Fails with the reason when the run failed, expired or was cancelled.',
    'x-ms-visibility': 'important',
    parameters: [
      d.parameter(served, 'id', RUN_ID),
      d.parameter(served, 'since', {
        title: 'Since',
        description: 'A run that was submitted just now may not be there yet.',
        fixed: 'now',
      }),
    ],
    responses: d.responses(
      200,
      'The result.',
      d.define(`${pascalOf(noun)}Result`, d.fileShape(planned.output)),
    ),
  };
  return { [`/api/intents/${planned.intent}/runs/{id}/result`]: { get: operation } };
};

const getRun = (d: Describer): Paths => {
  const served = d.served('get', '/api/runs/{id}');
  const operation: Operation = {
    operationId: 'GetRun',
    summary: 'Get a run',
    description: 'Tells how far a run is: its status, its steps, and its result when there is one.',
    parameters: [
      d.parameter(served, 'id', RUN_ID),
      d.parameter(served, 'wait', {
        title: 'Wait Seconds',
        description: 'Holds the answer for so long, at most, until the run ends.',
        visibility: 'advanced',
      }),
    ],
    responses: d.responses(200, 'The run as it is now.', d.define('Run', d.answer(served, 200))),
  };
  return { '/api/runs/{id}': { get: operation } };
};

const listTasks = (d: Describer): Paths => {
  const served = d.served('get', '/api/tasks');
  const operation: Operation = {
    operationId: 'ListTasks',
    summary: 'List what waits for me',
    description: 'Lists what waits for the answer of a person, the most urgent first.',
    parameters: [
      d.parameter(served, 'status', { title: 'Status', fixed: 'waiting' }),
      d.parameter(served, 'limit', { title: 'Limit', visibility: 'advanced' }),
      d.parameter(served, 'cursor', {
        title: 'Cursor',
        description: 'The cursor of the page before, to get the next one; empty for the first.',
        visibility: 'advanced',
      }),
    ],
    responses: d.responses(200, 'A page of what waits.', d.define('Tasks', d.answer(served, 200))),
  };
  return { '/api/tasks': { get: operation } };
};

/** Keys of the shapes of what people answer. */
const answersOf = (d: Describer): readonly string[] => [
  ...new Set(
    d.source.catalog
      .intents()
      .flatMap(({ skills }) => skills)
      .filter(({ by }) => by === 'person')
      .map(({ output }) => output),
  ),
];

/** There is one address for all answers, so the form has fields only where all people answer alike. */
const answerShape = (d: Describer): Schema => {
  const [only, ...more] = answersOf(d);
  const description = 'What you decided.';
  if (only === undefined || more.length > 0)
    return { type: 'object', title: 'Answer', description: `${description} See the task for its fields.` };
  return { ...d.fileShape(only), title: 'Answer', description };
};

const answerTask = (d: Describer): Paths => {
  const served = d.served('post', '/api/tasks/{id}/complete');
  const schema = { type: 'object', required: ['output'], properties: { output: answerShape(d) } };
  const answered = fields(d.answer(served, 202), {
    taskId: { title: 'Task ID' },
    runId: { title: 'Run ID' },
    status: { title: 'Status', description: 'That the answer was taken.' },
    link: { title: 'Link', description: 'Address of the run, for programs that have a token of their own.' },
  });
  const operation: Operation = {
    operationId: 'AnswerTask',
    summary: 'Answer an approval',
    description: 'Gives the decision that a run waits for. The first answer counts; a later one fails.',
    parameters: [
      d.parameter(served, 'id', {
        title: 'Task ID',
        description: 'The task, as the list of what waits gave it.',
      }),
      body(d.define('TaskAnswer', schema), 'Answer', 'The decision, and what is to be said about it.'),
    ],
    responses: d.responses(202, 'The answer was taken.', d.define('TakenAnswer', answered)),
  };
  return { '/api/tasks/{id}/complete': { post: operation } };
};

export const actions = (d: Describer): Paths => ({
  ...Object.assign(
    {},
    ...d.source.catalog.intents().flatMap((planned) => [submit(d, planned), waitForResult(d, planned)]),
  ),
  ...getRun(d),
  ...listTasks(d),
  ...answerTask(d),
});
