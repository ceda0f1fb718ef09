import { schemaBook } from '../../src/contracts/ajv-schema-book';
import { schemas } from '../../src/contracts/generated/schemas';
import type { PlannedIntent } from '../../src/mesh/catalog';
import { apiProperties } from '../../power-platform/generator/api-properties';
import { connectorDefinition } from '../../power-platform/generator/document';
import type { Schema } from '../../power-platform/generator/swagger';
import { mesh } from './connector';
import { RULES } from './rules';
import { operations } from './walk';

const LEAVE = {
  title: 'BusinessLeaveRequestIntent',
  description: 'Days off that somebody asks for.',
  type: 'object',
  required: ['from'],
  properties: {
    from: { type: 'string', format: 'date', description: 'The first day.' },
    days: { type: 'integer', minimum: 1, title: 'Working Days', description: 'How many days.' },
  },
};
const DECIDED = {
  type: 'object',
  required: ['granted'],
  properties: { granted: { type: 'boolean', description: 'Whether it was granted.' } },
};

const skill = (output: string) => ({ by: 'person', output }) as unknown as PlannedIntent['skills'][number];

/** The mesh with one more kind of intent, or another one. */
const withIntents = async (own: Record<string, object>, intents: readonly Partial<PlannedIntent>[]) => {
  const source = await mesh();
  const planned = intents.map((one) => ({ skills: [], ...one }) as unknown as PlannedIntent);
  const all = [...source.catalog.intents(), ...planned];
  return {
    ...source,
    catalog: { intents: () => all },
    book: schemaBook({ ...schemas, ...own }),
  };
};

const LEAVE_INTENT = {
  intent: 'business.leave-request.intent',
  schema: 'business.leave-request.intent@1',
  output: 'leave/decision@1',
};
const SCHEMAS = { 'business.leave-request.intent@1': LEAVE, 'leave/decision@1': DECIDED };

it('has a submit and a wait for each kind of intent, in its own words', async () => {
  const made = connectorDefinition(await withIntents(SCHEMAS, [LEAVE_INTENT]));
  const { paths, definitions } = made;
  expect(paths['/api/intents/business.leave-request.intent']!.post).toMatchObject({
    operationId: 'SubmitLeaveRequest',
    summary: 'Submit a leave request',
  });
  expect(paths['/api/intents/business.leave-request.intent/runs/{id}/result']!.get).toMatchObject({
    operationId: 'WaitForLeaveRequest',
    summary: 'Wait for the result of a leave request',
  });
  expect(definitions['LeaveRequestSubmission']).toMatchObject({
    required: ['reference', 'data'],
    properties: {
      data: {
        title: 'Leave Request',
        properties: { from: { title: 'From', format: 'date' }, days: { title: 'Working Days' } },
      },
    },
  });
  expect(definitions['LeaveRequestResult']).toMatchObject({ properties: { granted: { type: 'boolean' } } });
  expect(operations(made).map(({ operation }) => operation.operationId)).toContain('SubmitInvoice');
});

it('keeps every rule with more than one kind of intent', async () => {
  const made = connectorDefinition(await withIntents(SCHEMAS, [LEAVE_INTENT]));
  expect(Object.values(RULES).flatMap(({ faults }) => faults(made))).toEqual([]);
  const { scriptOperations } = apiProperties(made).properties;
  expect(scriptOperations).toEqual(expect.arrayContaining(['WaitForInvoice', 'WaitForLeaveRequest']));
});

it('sends the version of the content where it is not the first', async () => {
  const own = { 'business.leave-request.intent@2': LEAVE, 'leave/decision@1': DECIDED };
  const intent = { ...LEAVE_INTENT, schema: 'business.leave-request.intent@2' };
  const { definitions } = connectorDefinition(await withIntents(own, [intent]));
  expect(definitions['LeaveRequestSubmission']).toMatchObject({
    required: ['reference', 'data', 'version'],
    properties: { version: { type: 'integer', default: 2, 'x-ms-visibility': 'internal' } },
  });
  const { version: none } = definitions['InvoiceSubmission']!['properties'] as Schema;
  expect(none).toBeUndefined();
});

describe('the answer to what waits', () => {
  const outputOf = async (...outputs: readonly string[]) => {
    const own = { ...SCHEMAS, 'leave/answer@1': DECIDED };
    const intent = { ...LEAVE_INTENT, skills: outputs.map(skill) };
    const { definitions } = connectorDefinition(await withIntents(own, [intent]));
    return (definitions['TaskAnswer']!['properties'] as Record<string, Schema>)['output']!;
  };

  it('has fields where all people answer alike', async () => {
    expect(await outputOf('approval/answer@1')).toMatchObject({
      properties: { decision: { enum: ['approved', 'rejected'] } },
    });
  });

  it('is an object of its own where they do not', async () => {
    const output = await outputOf('leave/answer@1');
    expect(output['properties']).toBeUndefined();
    expect(output['type']).toBe('object');
  });
});

it('stops at what a form cannot show, and names every file and place at once', async () => {
  const broken = {
    'business.leave-request.intent@1': {
      ...LEAVE,
      properties: {
        from: { description: 'The first day.', oneOf: [{ type: 'string' }, { type: 'integer' }] },
        note: { type: 'string' },
      },
    },
    'leave/decision@1': { type: 'object', properties: { any: { description: 'Anything.' } } },
  };
  const source = await withIntents(broken, [LEAVE_INTENT]);
  let message = '';
  try {
    connectorDefinition(source);
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message.split('\n')).toEqual([
    'the connector cannot carry these schemas:',
    expect.stringMatching(
      /^schemas\/business\.leave-request\.intent\/1\.json#\/properties\/from: oneOf: Give each/,
    ),
    expect.stringMatching(
      /^schemas\/business\.leave-request\.intent\/1\.json#\/properties\/from: type: Say its type/,
    ),
    expect.stringMatching(
      /^schemas\/business\.leave-request\.intent\/1\.json#\/properties\/note: description: /,
    ),
    expect.stringMatching(/^schemas\/skills\/leave\/decision\/1\.json#\/properties\/any: type: /),
  ]);
});

it('stops at a route that the gateway does not have', async () => {
  const source = await mesh();
  const { '/api/runs/{id}': _gone, ...paths } = source.document.paths;
  expect(() => connectorDefinition({ ...source, document: { ...source.document, paths } })).toThrow(
    'the gateway has no GET /api/runs/{id}',
  );
});
