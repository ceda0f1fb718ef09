import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APPS, type App } from '../../src/contracts/apps';
import type { Deployment } from './bicep/deploy';
import { assignmentFaults, grantsOf, needsOf } from './rules/access';
import { diagnosticFaults, tagFaults } from './rules/governance';
import { deployedGroups, hubFaults, wantedGroups } from './rules/hubs';
import { hostIdFaults, nameFaults } from './rules/names';
import { registrations, type Registered } from './registrations';
import { accessFaults, networkFaults, secretFaults } from './rules/security';
import { partitionFaults, settingFaults } from './rules/settings';
import { meshOf, type Variant } from './template';

let registered: readonly Registered[];
beforeAll(async () => void (registered = await registrations()));

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** The templates with a mistake in one file. @throws Error where there is nothing to mistake */
const mistaken = (file: string, right: string | RegExp, wrong: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-infra-'));
  folders.push(folder);
  const infra = join(folder, 'infra');
  cpSync('infra', infra, { recursive: true, filter: (path) => !path.includes('functions/package/') });
  const path = join(infra, file);
  const text = readFileSync(path, 'utf8');
  const changed = text.replace(right, wrong);
  if (changed === text) throw new Error(`${file} has no ${String(right)}`);
  writeFileSync(path, changed);
  return infra;
};

const roleFaults = (deployment: Deployment): readonly string[] =>
  (Object.keys(APPS) as App[]).flatMap((app) => {
    const [granted, needed] = [new Set(grantsOf(deployment).get(app)), new Set(needsOf(app, registered))];
    return [
      ...[...granted].filter((one) => !needed.has(one)).map((one) => `${app} needs no ${one}`),
      ...[...needed].filter((one) => !granted.has(one)).map((one) => `${app} lacks ${one}`),
    ];
  });

const groupFaults = (deployment: Deployment): readonly string[] =>
  JSON.stringify(deployedGroups(deployment)) === JSON.stringify(wantedGroups()) ? [] : ['other groups'];

const names = () => registered.map(({ name }) => name);

interface Mistake {
  what: string;
  file: string;
  right: string | RegExp;
  wrong: string;
  rule: (deployment: Deployment) => readonly string[];
  says: RegExp;
  variant?: Variant;
}

const MISTAKES: readonly Mistake[] = [
  {
    what: 'a role too many',
    file: 'access/planner.bicep',
    right: "'events', 'dlq']",
    wrong: "'events', 'dlq', 'intents']",
    rule: roleFaults,
    says: /planner needs no Event Hubs Data Sender on .*eventhubs\/intents/,
  },
  {
    what: 'a role too few',
    file: 'access/worker.bicep',
    right: "      marks: 'write'\n",
    wrong: '',
    rule: roleFaults,
    says: /worker lacks Storage Table Data Contributor on .*tables\/marks/,
  },
  {
    what: 'more than reading',
    file: 'access/canary.bicep',
    right: "runs: 'read'",
    wrong: "runs: 'write'",
    rule: roleFaults,
    says: /canary needs no Storage Table Data Contributor on .*tables\/runs/,
  },
  {
    what: 'one app’s roles given to another’s identity',
    file: 'access/access.bicep',
    right: /(module plannerAccess [^}]*identities\.)planner/,
    wrong: '$1gateway',
    rule: roleFaults,
    says: /planner lacks/,
  },
  {
    what: 'a role on the whole namespace',
    file: 'access/grants/hubs.bicep',
    right: 'scope: sentTo[index]',
    wrong: 'scope: namespace',
    rule: roleFaults,
    says: /needs no Event Hubs Data Sender on Microsoft\.EventHub\/namespaces\/evhns/,
  },
  {
    what: 'a principal whose kind is not said',
    file: 'access/grants/tables.bicep',
    right: '      principalType: principalType\n',
    wrong: '',
    rule: assignmentFaults,
    says: /does not say what kind of principal/,
  },
  {
    what: 'a role on a table that nothing makes',
    file: 'storage/mesh.bicep',
    right: "'marks', ",
    wrong: '',
    rule: assignmentFaults,
    says: /tables\/marks, which nothing makes/,
  },
  {
    what: 'a reader without its consumer group',
    file: 'event-hubs/hubs.bicep',
    right: "['letters', ",
    wrong: '[',
    rule: groupFaults,
    says: /other groups/,
  },
  {
    what: 'more partitions than the tier takes',
    file: 'environments/dev.json',
    right: /"busy": \d+/,
    wrong: '"busy": 64',
    rule: hubFaults,
    says: /partitions of intents: 64, and Standard takes 1 to 32/,
  },
  {
    what: 'a function that two apps run',
    file: 'functions/apps.bicep',
    right: "worker: ['workerTasks', ",
    wrong: "worker: ['workerTasks', 'janitor', ",
    rule: (deployment) => partitionFaults(deployment, names()),
    says: /worker runs janitor/,
  },
  {
    what: 'a function that no app runs',
    file: 'functions/apps.bicep',
    right: "planner: ['plannerIntents', ",
    wrong: 'planner: [',
    rule: (deployment) => partitionFaults(deployment, names()),
    says: /runs plannerIntents/,
  },
  {
    what: 'a setting that the code lacks',
    file: 'functions/apps.bicep',
    right: /MESH_KEEP_DAYS: '\d+'\n/,
    wrong: '',
    rule: settingFaults,
    says: /gateway lacks MESH_KEEP_DAYS/,
  },
  {
    what: 'a setting that nothing reads',
    file: 'functions/apps.bicep',
    right: 'MESH_KEEP_DAYS:',
    wrong: "MESH_KEPT_DAYS: '30'\n  MESH_KEEP_DAYS:",
    rule: settingFaults,
    says: /gateway has MESH_KEPT_DAYS, which nothing reads/,
  },
  {
    what: 'a setting with a value that the app refuses',
    file: 'functions/apps.bicep',
    right: /MESH_KEEP_DAYS: '\d+'/,
    wrong: "MESH_KEEP_DAYS: '3'",
    rule: settingFaults,
    says: /MESH_KEEP_DAYS is wrong/,
  },
  {
    what: 'storage with keys',
    file: 'storage/account.bicep',
    right: 'allowSharedKeyAccess: false',
    wrong: 'allowSharedKeyAccess: true',
    rule: accessFaults,
    says: /allowSharedKeyAccess is true, not false/,
  },
  {
    what: 'an app that takes passwords',
    file: 'functions/app.bicep',
    right: /resource noScmPasswords[\s\S]*?\n\}\n/,
    wrong: '',
    rule: accessFaults,
    says: /func-gateway-\w+ takes passwords by scm/,
  },
  {
    what: 'a key in a setting',
    file: 'functions/apps.bicep',
    right: /MESH_LOG_LEVEL: '\w+'/,
    wrong: "MESH_LOG_LEVEL: 'Endpoint=sb://x;SharedAccessKeyName=a;SharedAccessKey=b'",
    rule: secretFaults,
    says: /MESH_LOG_LEVEL looks like a secret/,
  },
  {
    what: 'a connection string that is given out',
    file: 'main.bicep',
    right: /$/,
    wrong: '\noutput OOPS string = telemetry.outputs.insightsConnectionString\n',
    rule: secretFaults,
    says: /output\.OOPS looks like a secret/,
  },
  {
    what: 'a closed network with an open door',
    file: 'storage/account.bicep',
    right: "defaultAction: networkIsolation ? 'Deny' : 'Allow'",
    wrong: "defaultAction: 'Allow'",
    rule: networkFaults,
    says: /stcapt\w+ is open to the public/,
    variant: 'closed',
  },
  {
    what: 'a name that is too long',
    file: 'names.bicep',
    right: "'st${role}${token}'",
    wrong: "'storage${role}${token}'",
    rule: nameFaults,
    says: /'storagerestr\w+' is no name for Microsoft\.Storage\/storageAccounts/,
  },
  {
    what: 'hosts that share an id',
    file: 'functions/app.bicep',
    right: "name: nameOf('func', app, token)",
    wrong: "name: 'func-of-the-agent-mesh-in-production-${app}'",
    rule: hostIdFaults,
    says: /two hosts share the id/,
  },
  {
    what: 'a resource without its tags',
    file: 'event-hubs/namespace.bicep',
    right: '  tags: tags\n',
    wrong: '',
    rule: (deployment) => tagFaults(deployment, 'agent-mesh-dev'),
    says: /namespace is not tagged/,
  },
  {
    what: 'logs that go nowhere',
    file: 'monitoring/diagnostics-event-hubs.bicep',
    right: /resource diagnostics [\s\S]*?\n\}\n/,
    wrong: '',
    rule: diagnosticFaults,
    says: /the logs of Microsoft\.EventHub\/namespaces\/evhns-\w+ go nowhere/,
  },
];

it.each(MISTAKES)('tells $what', ({ file, right, wrong, rule, says, variant = 'prod' }) => {
  const found = rule(
    meshOf({
      infra: mistaken(file, right, wrong),
      variant: file.startsWith('environments') ? 'dev' : variant,
    }),
  );
  expect(found.join('\n')).toMatch(says);
});

it('tells a new function whose hub its app may not read', () => {
  const added: Registered = {
    name: 'workerTasks',
    trigger: { type: 'eventHubTrigger', eventHubName: 'events', consumerGroup: 'worker' },
  };
  expect(needsOf('worker', [...registered, added])).toContain(
    'Event Hubs Data Receiver on Microsoft.EventHub/namespaces/evhns/eventhubs/events',
  );
});
