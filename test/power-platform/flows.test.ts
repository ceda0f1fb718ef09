import { globSync, readFileSync } from 'node:fs';
import { definition } from './connector';
import { actionsOf, flowFaults, type Action, type Flow } from './flow';

const FOLDER = 'power-platform/flows';
const read = (file: string): Flow => JSON.parse(readFileSync(file, 'utf8')) as Flow;
const invoices = () => read(`${FOLDER}/invoices-from-a-mailbox.json`);
const action = (flow: Flow, wanted: string): Action =>
  actionsOf(flow).find(({ name }) => name === wanted)!.action;

describe.each(globSync(`${FOLDER}/*.json`))('%s', (file) => {
  it('fits the connector, and its actions run in an order', async () => {
    expect(flowFaults(read(file), await definition())).toEqual([]);
  });

  it('has one trigger, and is a flow as solutions keep them', () => {
    const { properties, ...rest } = read(file) as Flow & { schemaVersion: string };
    expect(Object.keys(properties.definition.triggers)).toHaveLength(1);
    expect(properties.definition.$schema).toMatch(/2016-06-01\/workflowdefinition\.json#$/);
    expect(rest.schemaVersion).toBe('1.0.0.0');
  });
});

it('names an invoice by the mail and the attachment that it came with', () => {
  expect(action(invoices(), 'Submit_an_invoice').inputs!.parameters).toMatchObject({
    'body/reference': expect.stringContaining("triggerOutputs()?['body/internetMessageId']"),
    'body/data/encoding': 'base64',
  });
});

it('tells somebody when an invoice came to nothing', () => {
  expect(action(invoices(), 'Tell_the_team_that_it_failed').runAfter).toEqual({
    Take_care_of_it: ['Failed', 'TimedOut'],
  });
});

it.each<[string, (flow: Flow) => void, string]>([
  [
    'an operation that is not there',
    (flow) => (action(flow, 'Submit_an_invoice').inputs!.host!.operationId = 'PostInvoice'),
    'the connector has no operation PostInvoice',
  ],
  [
    'a parameter that is not there',
    (flow) => Object.assign(action(flow, 'Submit_an_invoice').inputs!.parameters!, { 'body/xml': 'x' }),
    'SubmitInvoice has no parameter body/xml',
  ],
  [
    'a parameter that is needed',
    (flow) => (action(flow, 'Wait_for_the_result_of_an_invoice').inputs!.parameters = {}),
    'WaitForInvoice needs id',
  ],
  [
    'a new reference each time',
    (flow) =>
      Object.assign(action(flow, 'Submit_an_invoice').inputs!.parameters!, { 'body/reference': '@guid()' }),
    'Submit_an_invoice makes a new reference each time',
  ],
  [
    'actions that wait for each other',
    (flow) => (action(flow, 'Submit_an_invoice').runAfter = { Reasons: ['Succeeded'] }),
    'wait for each other',
  ],
  [
    'waiting for nobody',
    (flow) => (action(flow, 'Reasons').runAfter = { Ghost: ['Succeeded'] }),
    'Reasons runs after Ghost',
  ],
  [
    'using what has not run',
    (flow) => (action(flow, 'Wait_for_the_result_of_an_invoice').runAfter = {}),
    'uses Submit_an_invoice, which has not run',
  ],
  [
    'a connection that is not there',
    (flow) => delete flow.properties.connectionReferences['shared_teams'],
    'a connection that is not there: shared_teams',
  ],
  [
    'a property that no answer has',
    (flow) =>
      Object.assign(action(flow, 'Wait_for_the_result_of_an_invoice').inputs!.parameters!, {
        id: "@outputs('Submit_an_invoice')?['body/id']",
      }),
    'id',
  ],
  [
    'a parameter of the flow that is not there',
    (flow) => delete flow.properties.definition.parameters['mailbox'],
    'mailbox',
  ],
])('finds %s', async (_what, change, fault) => {
  const flow = invoices();
  change(flow);
  expect(flowFaults(flow, await definition())).toContainEqual(expect.stringContaining(fault));
});
