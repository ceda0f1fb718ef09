import sample from '../../local.settings.sample.json';
import { agentsServe, tableOf } from '../../src/functions/compose/agent-tables';
import { readSettings } from '../../src/functions/settings';

const settings = readSettings(sample.Values);

it('refuses a table of an agent to an app without a right to it, when a skill asks for it and not before', () => {
  agentsServe('canary');
  const table = tableOf(settings, 'ledger');
  expect(table.tableName).toBe('ledger');
  expect(() => table.listEntities()).toThrow(
    "the app 'canary' may not use the table 'ledger': give it the right in src/contracts/rights.ts",
  );
});

it('lets an app use its tables, and no others, whatever else this process is', () => {
  agentsServe('worker');
  expect(() => tableOf(settings, 'ledger').listEntities()).not.toThrow();
  expect(() => tableOf(settings, 'letters').listEntities()).toThrow("use the table 'letters'");
});

it('lets an app only read what it may not write', async () => {
  const table = tableOf(settings, 'canary');
  expect(() => table.listEntities()).not.toThrow();
  const runs = tableOf(settings, 'runs');
  expect(() => runs.listEntities()).not.toThrow();
  await expect(runs.createEntity({ partitionKey: 'p', rowKey: 'r' })).rejects.toThrow(
    "the app 'canary' may not createEntity in the table 'runs'",
  );
});
