import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isUp, runningParts } from '../../local/supervisor/registry';
import { usualRolesOf } from '../../local/supervisor/tables-choice';
import type { Area, Check, Finding } from './check';
import { fail, ok, skipped, warn } from './check';
import { deployedFunctions } from './deployed-functions';
import type { HealthPart, Patient } from './patient';

const WHO_RUNS = 'See whether all parts run: npm run mesh -- ps, or the portal; then their logs.';

const ofHealth = (
  name: string,
  { part, advice }: { part: (one: HealthPart) => boolean; advice: string },
): Check => ({
  name,
  advice: WHO_RUNS,
  look: async ({ health }) => {
    const parts = (await health()).parts.filter(part);
    if (parts.length === 0)
      return fail('/api/health says nothing of it', 'Deploy a build whose health tells it.');
    const told = parts.map(
      ({ name: who, status, detail }) => `${who} is ${status}${detail ? `: ${detail}` : ''}`,
    );
    const worst =
      parts.find(({ status }) => status === 'down') ?? parts.find(({ status }) => status === 'behind');
    if (!worst) return ok(parts.map(({ at }) => at && `seen ${at}`).find(Boolean));
    return (worst.status === 'down' ? fail : warn)(told.join('; '), advice);
  },
});

const storage = ofHealth('storage answers', {
  part: ({ name }) => name === 'storage',
  advice: 'See the storage account: its network, its metrics, and the roles of the gateway’s identity.',
});

const hubs = ofHealth('all hubs answer, and their readers keep up', {
  part: ({ name }) => name === 'broker',
  advice:
    'A reader that is behind: see whether its app runs and scales (docs/operations/alerts/backlog.md). A hub that does not answer: see the namespace.',
});

const monitorLooks = ofHealth('the monitor looks', {
  part: ({ name }) => name === 'monitor',
  advice:
    'See whether the app operations runs: it measures backlogs, keeps dead letters and brings them back.',
});

const processes: Check = {
  name: 'all parts of this machine’s mesh run',
  advice: WHO_RUNS,
  look: ({ isLocal, data }) => {
    if (!isLocal) return skipped('it does not run on this machine');
    const up = new Set(
      runningParts(data)
        .filter(isUp)
        .map(({ role }) => role),
    );
    const gone = usualRolesOf(data).filter((role) => !up.has(role));
    return gone.length === 0
      ? ok(`${up.size} parts`)
      : fail(
          `${gone.join(', ')} ${gone.length === 1 ? 'does' : 'do'} not run`,
          `Start what is missing: npm start -- --only ${gone.join(',')}`,
        );
  },
};

const retries: Check = {
  name: 'each reader keeps its batch when its process dies',
  advice: 'Build it (npm run build) and look again; register readers by functions/event-hub-door.ts.',
  look: async () => {
    const functions = await deployedFunctions();
    if (!functions) return skipped('nothing is built here (npm run build)');
    const readers = functions.filter(({ trigger }) => trigger === 'eventHubTrigger');
    const careless = readers.filter(({ retries: limit }) => limit !== -1);
    return careless.length === 0
      ? ok(`${readers.length} readers with a retry policy without limit`)
      : fail(
          `without one: ${careless.map(({ name }) => name).join(', ')}`,
          'Register it by functions/event-hub-door.ts, or its batches are lost with their process.',
        );
  },
};

interface Letters {
  letters: readonly { id: string; tenant?: string }[];
  cursor?: string;
}

/** Everybody's, where the caller operates the mesh; else those of the caller's tenant. */
const lettersIn = async ({ ask }: Patient, state: string): Promise<Letters | Finding> => {
  const path = `dead-letters?state=${state}&limit=100`;
  const all = await ask({ path: `${path}&tenant=*` });
  const { status, json } = all.status === 403 ? await ask({ path }) : all;
  if (status === 403) return skipped('your token has not the role Mesh.Read');
  if (status !== 200) return fail(`/api/dead-letters answered ${status}`, WHO_RUNS);
  return json as Letters;
};

const countOf = ({ letters, cursor }: Letters): string => `${letters.length}${cursor ? ' or more' : ''}`;

/** `, of contoso and fabrikam`: the tenants to name. */
const whose = ({ letters }: Letters): string => {
  const tenants = new Set(letters.flatMap(({ tenant }) => tenant ?? []));
  return tenants.size === 0 ? '' : `, of ${[...tenants].toSorted().join(' and ')}`;
};

const lettersAre = (state: string, name: string, advice: string): Check => ({
  name,
  advice: WHO_RUNS,
  look: async (patient) => {
    const found = await lettersIn(patient, state);
    if ('kind' in found) return found;
    return found.letters.length === 0 ? ok() : warn(`${countOf(found)} are ${state}${whose(found)}`, advice);
  },
});

const parked = lettersAre(
  'parked',
  'no dead letter is parked',
  'Mend what they fail at, then bring them back: npm run mesh -- dead-letters --groups, with --tenant for another tenant’s',
);
const open = lettersAre(
  'new',
  'no dead letter is open',
  'See what they are: npm run mesh -- dead-letters --groups, with --tenant for another tenant’s (docs/operations/alerts/dead-letters.md)',
);

const replayer: Check = {
  name: 'letters can be brought back',
  advice: WHO_RUNS,
  look: async ({ ask }) => {
    const { status } = await ask({
      method: 'POST',
      path: 'replays',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ select: { type: 'mesh.doctor.none' }, dryRun: true }),
    });
    if (status === 403) return skipped('your token has not the role Mesh.Operate');
    return status === 200 ? ok('by a dry run') : fail(`a dry run was answered with ${status}`, WHO_RUNS);
  },
};

const capture: Check = {
  name: 'what an audit needs is captured',
  advice: 'Switch Capture on in infra/environments/<size>.json, and provision.',
  look: async (patient) => (patient.isLocal ? localCapture(patient) : deployedCapture(patient)),
};

const localCapture = ({ data }: Patient): Finding => {
  const file = join(data, 'event-hubs.json');
  return existsSync(file) && /"Capture/.test(readFileSync(file, 'utf8'))
    ? ok('into the blobs of this machine')
    : skipped('this machine’s broker is not told to');
};

const deployedCapture = async ({ azure }: Patient): Promise<Finding> => {
  const values = await azure.values();
  if (!values) return skipped('azd knows no environment here');
  return values['CAPTURE_STORAGE_BLOB_ENDPOINT']
    ? ok(values['CAPTURE_STORAGE_BLOB_ENDPOINT'])
    : warn('hubs are not captured: what their retention has passed is gone', capture.advice);
};

export const resilience: Area = {
  name: 'Resilience',
  checks: [storage, hubs, monitorLooks, processes, retries, open, parked, replayer, capture],
};
