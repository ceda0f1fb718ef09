import { readSettings } from '../../src/functions/settings';

const good = {
  MESH_EVENTHUBS:
    'Endpoint=sb://localhost:5672;SharedAccessKeyName=x;SharedAccessKey=y;UseDevelopmentEmulator=true',
  MESH_STORAGE: 'UseDevelopmentStorage=true',
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  MESH_ISSUERS:
    '[{"issuer":"https://issuer.test","jwksUri":"https://issuer.test/keys","audiences":["api://agent-mesh"]}]',
};

it('reads numbers and lists as what they are, and fills in defaults', () => {
  const settings = readSettings({ ...good, MESH_WORKER_CONCURRENCY: '8' });
  expect(settings).toMatchObject({ MESH_WORKER_CONCURRENCY: 8, MESH_SILENCE_MS: 120_000, MESH_TENANTS: {} });
  expect(settings.MESH_ISSUERS[0]!.audiences).toEqual(['api://agent-mesh']);
});

it.each([
  ['a word for a number', { MESH_WORKER_CONCURRENCY: 'many' }],
  ['a number out of range', { MESH_WORKER_CONCURRENCY: '0' }],
  ['a list that is not JSON', { MESH_ISSUERS: 'https://issuer.test' }],
  [
    'an issuer without audiences',
    { MESH_ISSUERS: '[{"issuer":"https://issuer.test","jwksUri":"https://issuer.test/keys"}]' },
  ],
  ['an unknown log level', { MESH_LOG_LEVEL: 'loud' }],
  ['a schedule that is none', { MESH_CHECK_SCHEDULE: 'hourly' }],
  ['no issuer at all', { MESH_ISSUERS: '' }],
  ['no way to the broker', { MESH_EVENTHUBS: '' }],
  [
    'an identity without all three addresses of storage',
    { MESH_STORAGE: '', MESH_STORAGE__tableServiceUri: 'https://x.table.core.windows.net' },
  ],
])('stops the start for %s, naming the setting, the fault and an example', (_, wrong) => {
  expect(() => readSettings({ ...good, ...wrong })).toThrowErrorMatchingSnapshot();
});

it('names every wrong setting at once', () => {
  expect(() => readSettings({ ...good, MESH_LOG_LEVEL: 'loud', MESH_SILENCE_MS: '1' })).toThrow(
    /MESH_SILENCE_MS[\s\S]*MESH_LOG_LEVEL/,
  );
});
