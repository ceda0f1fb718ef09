/** Every setting that the app reads: what it means, what it may be, and an example. Values are text, as the platform gives them. */
export interface SettingRule {
  description: string;
  example: string;
  /** JSON Schema of the value, once read as its type. */
  schema: { type: 'string' | 'integer' | 'array' | 'object'; [keyword: string]: unknown };
  /** Absent and no default: the setting must be there. */
  default?: string;
  optional?: true;
}

const milliseconds = (description: string, standard: number, minimum = 0): SettingRule => ({
  description: `${description}, in milliseconds`,
  example: String(standard),
  schema: { type: 'integer', minimum },
  default: String(standard),
});

const SCHEDULE = { type: 'string', pattern: '^(\\S+ ){5}\\S+$|^\\d+:\\d\\d:\\d\\d$' } as const;

const connection = (
  name: string,
  description: string,
  services: readonly string[],
): Record<string, SettingRule> => ({
  [name]: {
    description: `${description}: a connection string; leave it out where an identity connects (${name}__${services[0]})`,
    example: name === 'MESH_EVENTHUBS' ? 'Endpoint=sb://…' : 'UseDevelopmentStorage=true',
    schema: { type: 'string', minLength: 1 },
    optional: true,
  },
  ...Object.fromEntries(
    services.map((service) => [
      `${name}__${service}`,
      {
        description: `${description}, reached with an identity`,
        example:
          service === 'fullyQualifiedNamespace'
            ? 'my-mesh.servicebus.windows.net'
            : `https://mymesh.${service.replace('ServiceUri', '')}.core.windows.net`,
        schema: { type: 'string', minLength: 1 },
        optional: true,
      } satisfies SettingRule,
    ]),
  ),
  [`${name}__credential`]: {
    description: 'How the identity is found',
    example: 'managedidentity',
    schema: { enum: ['managedidentity'], type: 'string' },
    optional: true,
  },
  [`${name}__clientId`]: {
    description: 'Client id of the user-assigned identity',
    example: '00000000-0000-0000-0000-000000000000',
    schema: { type: 'string' },
    optional: true,
  },
});

export const SETTINGS: Readonly<Record<string, SettingRule>> = {
  ...connection('MESH_EVENTHUBS', 'The Event Hubs namespace', ['fullyQualifiedNamespace']),
  ...connection('MESH_STORAGE', "The storage account of the mesh's tables, queues and blobs", [
    'tableServiceUri',
    'blobServiceUri',
    'queueServiceUri',
  ]),
  ...connection('MESH_RESTRICTED', 'The storage account of restricted data, apart from all other', [
    'blobServiceUri',
  ]),
  ...connection('AzureWebJobsStorage', "The host's own storage, with its checkpoints", ['blobServiceUri']),
  MESH_ISSUERS: {
    description: 'Who may sign tokens: issuer, address of its keys, and the audiences that are ours',
    example:
      '[{"issuer":"https://login.microsoftonline.com/<tenant>/v2.0","jwksUri":"https://login.microsoftonline.com/<tenant>/discovery/v2.0/keys","audiences":["api://agent-mesh"]}]',
    schema: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['issuer', 'jwksUri', 'audiences'],
        additionalProperties: false,
        properties: {
          issuer: { type: 'string', minLength: 1 },
          jwksUri: { type: 'string', format: 'uri' },
          audiences: { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } },
        },
      },
    },
  },
  MESH_TENANTS: {
    description:
      "The mesh's tenant by the token's `tid`, where it is another name; a tid that is not here is its own tenant",
    example: '{"11111111-1111-1111-1111-111111111111":"contoso"}',
    schema: { type: 'object', additionalProperties: { type: 'string', minLength: 1 } },
    default: '{}',
  },
  MESH_PUBLIC_URL: {
    description: 'Where callers reach the API, when that is not where the gateway listens (API Management)',
    example: 'https://contoso.azure-api.net/mesh',
    schema: { type: 'string', format: 'uri' },
    optional: true,
  },
  MESH_OPERATOR_TENANT: {
    description:
      'The tenant whose operators see what belongs to no tenant, such as bytes that are no event, and reach the dead letters of others by naming them',
    example: 'contoso',
    schema: { type: 'string', minLength: 1 },
    optional: true,
  },
  MESH_WORKER_CONCURRENCY: {
    description: 'How many skills one process performs at a time',
    example: '32',
    schema: { type: 'integer', minimum: 1, maximum: 1000 },
    default: '32',
  },
  MESH_SKILL_VERSIONS: {
    description:
      'Which version of a skill new runs use, where it is not the one of the plan; the agent has to offer it, with the same input and output',
    example: '{"invoice.score-risk":"2"}',
    schema: {
      type: 'object',
      additionalProperties: { type: 'string', pattern: '^[1-9][0-9]*$' },
    },
    default: '{}',
  },
  MESH_CANARY_SKILLS: {
    description:
      "Which skills the canary performs beside the mesh, to compare: the skill that the mesh performs, and the one of the canary's build",
    example: '{"invoice.score-risk@1":"invoice.score-risk@2"}',
    schema: { type: 'object', additionalProperties: { type: 'string', minLength: 1 } },
    default: '{}',
  },
  MESH_BATCH_BUDGET_MS: milliseconds('How long a batch may start new tasks', 60_000, 100),
  MESH_LONG_TASK_MS: milliseconds(
    'What may last longer, by its time-out, is performed from a queue, so that no partition waits for it',
    30_000,
    100,
  ),
  MESH_LEASE_GRACE_MS: milliseconds(
    "How much longer than its skill's time-out a claim is leased",
    5_000,
    100,
  ),
  MESH_UNKNOWN_SKILL_MS: milliseconds('How long a task waits for a build that knows its skill', 900_000),
  MESH_SILENCE_MS: milliseconds('When a task that never answered is sent again', 120_000, 1_000),
  MESH_AUTO_REPLAY_AFTER_MS: milliseconds(
    'When what failed for a passing reason is replayed, doubled each time',
    300_000,
    100,
  ),
  MESH_AUTO_REPLAY_LIMIT: {
    description: 'How many letters one tick of the replayer may bring back by itself; 0 switches it off',
    example: '100',
    schema: { type: 'integer', minimum: 0, maximum: 10_000 },
    default: '100',
  },
  MESH_BEHIND_AT: {
    description:
      'How many events of one hub may wait for one reader before /api/health says that the mesh is behind',
    example: '1000',
    schema: { type: 'integer', minimum: 0 },
    default: '1000',
  },
  MESH_WEBHOOK_TARGETS: {
    description:
      'Where runs that end may be told to: `public` is https on the internet; `any` is also networks of your own and http, for the laptop',
    example: 'public',
    schema: { type: 'string', enum: ['public', 'any'] },
    default: 'public',
  },
  MESH_CHECK_SCHEDULE: {
    description: 'When runs are searched for silence and deadlines (NCRONTAB); read by the host',
    example: '*/10 * * * * *',
    schema: SCHEDULE,
    default: '*/10 * * * * *',
  },
  MESH_REPLAY_SCHEDULE: {
    description: 'When the replayer looks for work (NCRONTAB); read by the host',
    example: '*/5 * * * * *',
    schema: SCHEDULE,
    default: '*/5 * * * * *',
  },
  MESH_KEEP_DAYS: {
    description:
      'How many days what is done with is kept: ended runs, their claims and contents, resolved letters, replays; longer than the hubs keep events',
    example: '30',
    schema: { type: 'integer', minimum: 8, maximum: 3650 },
    default: '30',
  },
  MESH_JANITOR_SCHEDULE: {
    description: 'When what is old is cleared (NCRONTAB); read by the host',
    example: '0 0 3 * * *',
    schema: SCHEDULE,
    default: '0 0 3 * * *',
  },
  MESH_MONITOR_SCHEDULE: {
    description: 'When the monitor looks how far readers are behind (NCRONTAB); read by the host',
    example: '*/30 * * * * *',
    schema: SCHEDULE,
    default: '*/30 * * * * *',
  },
  MESH_MONITOR_SILENT_MS: milliseconds(
    'How long the monitor may say nothing before /api/health says that nobody looks; several of its turns',
    180_000,
    1_000,
  ),
  MESH_TRACE_FILE: {
    description:
      'A file that spans are appended to, one JSON object a line; for a look without a tracing backend',
    example: './traces.jsonl',
    schema: { type: 'string', minLength: 1 },
    optional: true,
  },
  MESH_METRICS_FILE: {
    description:
      'A file that measures are appended to, one JSON object a line; for a look without Application Insights',
    example: './metrics.jsonl',
    schema: { type: 'string', minLength: 1 },
    optional: true,
  },
  MESH_LOG_LEVEL: {
    description: 'The least severe line that is logged',
    example: 'info',
    schema: { type: 'string', enum: ['debug', 'info', 'warn', 'error'] },
    default: 'info',
  },
  APPLICATIONINSIGHTS_CONNECTION_STRING: {
    description: 'Switches Application Insights on',
    example: 'InstrumentationKey=…;IngestionEndpoint=…',
    schema: { type: 'string', minLength: 1 },
    optional: true,
  },
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: {
    description:
      'The identity that sends to Application Insights, where that takes no keys; the host reads it too',
    example: 'Authorization=AAD;ClientId=00000000-0000-0000-0000-000000000000',
    schema: { type: 'string', pattern: '^Authorization=AAD(;ClientId=[^;=]+)?;?$' },
    optional: true,
  },
};
