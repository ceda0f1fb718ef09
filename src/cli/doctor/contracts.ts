import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { schemaBook } from '../../contracts/ajv-schema-book';
import { schemas } from '../../contracts/generated/schemas';
import type { Area, Check, Finding } from './check';
import { fail, ok, skipped, warn } from './check';
import type { Patient } from './patient';

declare const MESH_VERSION: string;

interface Document {
  openapi?: string;
  info?: { version?: string };
  paths?: Record<string, Record<string, { parameters?: { name: string; schema?: { enum?: string[] } }[] }>>;
}

const isProject = (): boolean => existsSync('scripts/generate.mjs') && existsSync('schemas');
const ELSEWHERE = 'this is not the project’s folder';
const DEPLOY = 'Deploy this build, or look with the build that is deployed.';

const documentOf = async (patient: Patient): Promise<Document> => {
  const { status, json } = await patient.openapi();
  if (status !== 200 || typeof json !== 'object' || json === null)
    throw new Error(`/api/openapi.json answered ${status}`);
  return json;
};

const intentTypes = ({ paths = {} }: Document): readonly string[] =>
  Object.entries(paths)
    .filter(([path]) => path.endsWith('/intents/{type}'))
    .flatMap(([, operations]) => operations['post']?.parameters ?? [])
    .filter(({ name }) => name === 'type')
    .flatMap(({ schema }) => schema?.enum ?? []);

const valid: Check = {
  name: 'the schemas of this build are valid',
  advice: 'Mend the schema that is named, under schemas/, and run npm run generate.',
  look: () => {
    const book = schemaBook(schemas);
    for (const key of book.keys()) book.faults(key, undefined);
    return ok(`${book.keys().length} schemas`);
  },
};

const fresh: Check = {
  name: 'what is generated is fresh',
  advice: 'Run npm run generate, look at what changed, and commit it.',
  look: async () => {
    if (!isProject()) return skipped(ELSEWHERE);
    await promisify(execFile)(process.execPath, ['scripts/generate.mjs', '--check']);
    return ok();
  },
};

const examples: Check = {
  name: 'each schema has examples',
  advice: 'Write valid and invalid examples beside the schema.',
  look: () => {
    if (!isProject()) return skipped(ELSEWHERE);
    const files = globSync('schemas/**/*.json').filter((file) => /[\\/]\d+\.json$/.test(file));
    const bare = files.filter((file) => !hasExamples(file.replace(/\.json$/, '.examples.json')));
    return bare.length === 0
      ? ok(`${files.length} schemas`)
      : fail(`no examples for ${bare.join(', ')}`, 'Write valid and invalid examples beside the schema.');
  },
};

const hasExamples = (file: string): boolean =>
  existsSync(file) && Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object).length > 0;

const served: Check = {
  name: 'the API answers, and describes itself',
  advice: 'See whether the gateway runs (npm run mesh -- ps), and whether --url ends in /api.',
  look: async (patient) => {
    const { openapi = '', paths = {} } = await documentOf(patient);
    return openapi.startsWith('3.')
      ? ok(`${Object.keys(paths).length} paths`)
      : fail(`/api/openapi.json says openapi '${openapi}'`, DEPLOY);
  },
};

const sameBuild: Check = {
  name: 'the mesh runs this build',
  advice: DEPLOY,
  look: async (patient) => {
    const version = (await documentOf(patient)).info?.version;
    return version === MESH_VERSION
      ? ok(`version ${version}`)
      : warn(`the mesh runs ${version ?? 'an unknown version'}, and this is ${MESH_VERSION}`, DEPLOY);
  },
};

const sameSchemas: Check = {
  name: 'the mesh has the schemas of this build',
  advice: DEPLOY,
  look: async ({ ask }) => {
    const { status, json } = await ask({ path: 'schemas', token: null });
    if (status !== 200) return fail(`/api/schemas answered ${status}`, DEPLOY);
    const listed = (json as { schemas: { type: string; version: number }[] }).schemas;
    const there = new Set(listed.map(({ type, version }) => `${type}@${version}`));
    const missing = Object.keys(schemas).filter((key) => !there.has(key));
    return missing.length === 0
      ? ok(`${there.size} schemas`)
      : warn(`it lacks ${missing.join(', ')}`, DEPLOY);
  },
};

/** A body that fits no type tells a type that is known (400) from one that is not (404), and starts nothing. */
const planned = async ({ ask }: Patient, type: string): Promise<Finding | undefined> => {
  const { status } = await ask({
    method: 'POST',
    path: `intents/${encodeURIComponent(type)}`,
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  if (status === 400) return undefined;
  const why = `an empty intent of ${type} was answered with ${status}, not with 400`;
  return status === 403
    ? skipped('your token has not the role Mesh.Publish')
    : fail(why, 'See the agents in src/functions/compose/agents.ts, and the log of the gateway.');
};

const plans: Check = {
  name: 'each type of intent has a plan and a schema',
  advice: 'See the agents in src/functions/compose/agents.ts.',
  look: async (patient) => {
    const types = intentTypes(await documentOf(patient));
    if (types.length === 0)
      return fail('the mesh knows no intent', 'Put an agent into src/functions/compose/agents.ts.');
    for (const type of types) {
      const finding = await planned(patient, type);
      if (finding) return finding;
    }
    return ok(types.join(', '));
  },
};

export const contracts: Area = {
  name: 'Contracts',
  checks: [valid, fresh, examples, served, sameBuild, sameSchemas, plans],
};
