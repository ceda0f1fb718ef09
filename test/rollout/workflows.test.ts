import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { APPS } from '../../src/contracts/apps';

interface Job {
  uses?: string;
  needs?: string | string[];
  with?: Record<string, unknown>;
  permissions?: Record<string, string>;
  steps?: { uses?: string; run?: string; env?: Record<string, string> }[];
}
interface Workflow {
  permissions?: Record<string, string>;
  jobs: Record<string, Job>;
}

const FOLDER = '.github/workflows';
const files = readdirSync(FOLDER);
const read = (file: string) => parse(readFileSync(join(FOLDER, file), 'utf8')) as Workflow;
const workflows = files.map((file) => [file, read(file)] as const);
const services = (job: Job | undefined) => String(job?.with?.['services']).split(' ');

describe('the workflows', () => {
  it.each(workflows)('%s says what its token may do, and gives no job all', (_, { permissions }) => {
    expect(permissions).toBeDefined();
  });

  it.each(workflows)('%s keeps no secret: Azure is reached by federated credentials', (file) => {
    expect(readFileSync(join(FOLDER, file), 'utf8')).not.toMatch(/secrets\./);
  });

  it.each(workflows)('%s hands nothing of an event to a shell but through the environment', (_, { jobs }) => {
    const scripts = Object.values(jobs).flatMap(({ steps = [] }) => steps.map(({ run = '' }) => run));
    for (const script of scripts) expect(script).not.toMatch(/\$\{\{\s*(github\.event|inputs)\./);
  });

  it.each(workflows)('%s runs scripts that exist', (_, { jobs }) => {
    const scripts = Object.values(jobs).flatMap(({ steps = [] }) => steps.map(({ run = '' }) => run));
    const named = scripts.flatMap((run) =>
      [...run.matchAll(/node (scripts\/\S+)/g)].map(([, path]) => path!),
    );
    for (const path of named) expect([path, existsSync(path)]).toEqual([path, true]);
  });

  it('deploys the canary before any other app of production, and those only after it', () => {
    const { jobs } = read('azure-dev.yml');
    expect(services(jobs['canary'])).toEqual(['canary']);
    expect(jobs['canary']!.with!['watch-minutes']).toBeGreaterThan(0);
    expect([jobs['canary']!.needs, jobs['prod']!.needs]).toEqual(['test', 'canary']);
  });

  it('deploys every app, there and back in the opposite order', () => {
    const apps = Object.keys(APPS).filter((app) => app !== 'canary');
    const there = services(read('azure-dev.yml').jobs['prod']);
    expect(there.toSorted()).toEqual(apps.toSorted());
    expect(services(read('azure-dev.yml').jobs['test'])).toEqual(there);
    expect(services(read('rollback.yml').jobs['back'])).toEqual(there.toReversed());
  });
});
