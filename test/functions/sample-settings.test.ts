import { readFileSync } from 'node:fs';
import { SETTINGS } from '../../src/functions/settings-schema';
import { readSettings } from '../../src/functions/settings';

const { Values } = JSON.parse(readFileSync('local.settings.sample.json', 'utf8')) as {
  Values: Record<string, string>;
};

/** What the platform itself reads. */
const OF_THE_HOST = new Set(['AzureWebJobsStorage', 'FUNCTIONS_WORKER_RUNTIME']);

it('has every setting that must be there or has a default, and none that nothing reads', () => {
  const identity = /__/;
  const expected = Object.entries(SETTINGS).filter(
    ([name, { optional }]) => !optional || ['MESH_EVENTHUBS', 'MESH_STORAGE'].includes(name),
  );
  expect(expected.map(([name]) => name).filter((name) => !(name in Values))).toEqual([]);
  expect(
    Object.keys(Values).filter(
      (name) => !OF_THE_HOST.has(name) && !(name in SETTINGS) && !identity.test(name),
    ),
  ).toEqual([]);
});

it('can be read as it is', () => {
  expect(readSettings(Values)).toMatchObject({ MESH_STORAGE: 'UseDevelopmentStorage=true' });
});
