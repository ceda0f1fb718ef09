import { disabledOutside, type App } from '../../contracts/apps';
import type { Ports } from './ports';
import { ownSettings } from './own-settings';

/** The well-known account that storage emulators share; it protects nothing. */
const ACCOUNT = 'devstoreaccount1';
const ACCOUNT_KEY =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export const brokerConnection = (ports: Ports): string =>
  `Endpoint=sb://localhost:${ports.broker};SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=local;UseDevelopmentEmulator=true;`;

export const storageConnection = (ports: Ports): string =>
  [
    'DefaultEndpointsProtocol=http',
    `AccountName=${ACCOUNT}`,
    `AccountKey=${ACCOUNT_KEY}`,
    `BlobEndpoint=http://127.0.0.1:${ports.blob}/${ACCOUNT}`,
    `QueueEndpoint=http://127.0.0.1:${ports.queue}/${ACCOUNT}`,
    `TableEndpoint=http://127.0.0.1:${ports.table}/${ACCOUNT}`,
  ].join(';');

export const AUDIENCE = 'api://agent-mesh';
export const issuerUrl = (ports: Ports): string => `http://127.0.0.1:${ports.issuer}/local/v2.0`;

const issuers = (ports: Ports) => [
  { issuer: issuerUrl(ports), jwksUri: `http://127.0.0.1:${ports.issuer}/keys`, audiences: [AUDIENCE] },
];

/** The app settings of a part that hosts functions: the laptop's addresses, under what the developer set himself. */
export const appSettings = (ports: Ports, apps: readonly App[]): NodeJS.ProcessEnv => ({
  MESH_EVENTHUBS: brokerConnection(ports),
  MESH_STORAGE: storageConnection(ports),
  AzureWebJobsStorage: storageConnection(ports),
  MESH_ISSUERS: JSON.stringify(issuers(ports)),
  MESH_OPERATOR_TENANT: 'local',
  // Whoever tries a webhook here listens here.
  MESH_WEBHOOK_TARGETS: 'any',
  MESH_CHECK_SCHEDULE: '*/5 * * * * *',
  MESH_REPLAY_SCHEDULE: '*/2 * * * * *',
  MESH_JANITOR_SCHEDULE: '0 0 3 * * *',
  MESH_MONITOR_SCHEDULE: '*/5 * * * * *',
  MESH_LOG_LEVEL: 'info',
  ...ownSettings(),
  ...process.env,
  ...disabledOutside(...apps),
});
