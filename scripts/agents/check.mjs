// `npm run check:agents`: puts all agents together as the app does, and says what is wrong: file, line, what to do.
import { build } from 'esbuild';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { placeOfError, placeOfFault } from './place.mjs';

/** In the tree, so that packages are found; of its own, so that checks do not meet. */
const newFolder = () => {
  mkdirSync('dist', { recursive: true });
  return mkdtempSync(join('dist', 'check-'));
};

const bundled = (outfile) =>
  build({
    entryPoints: [join(import.meta.dirname, 'entry.mjs')],
    absWorkingDir: process.cwd(),
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'silent',
  });

/** Every setting that an agent's adapters may ask for, as on the laptop. */
export const sampleValues = () => JSON.parse(readFileSync('local.settings.sample.json', 'utf8')).Values;

const at = (place, message) => (place ? `${place}: ${message}` : message);

/** What a bundler complains of. */
export const codeFaults = ({ errors }) =>
  errors.map(({ text, location }) => at(location && `${location.file}:${location.line}`, text));

/** What is declared beside functions is declared as soon as the file is loaded, and may be as wrong as the rest. */
const faultsIn = (file) => {
  try {
    const { agentsOf, readSettings, schemaBook, schemas, agentFaults, faultText } = createRequire(file)(file);
    const agents = agentsOf(readSettings(sampleValues()));
    return agentFaults(agents, schemaBook(schemas)).map((fault) => at(placeOfFault(fault), faultText(fault)));
  } catch (error) {
    return [at(placeOfError(error), error.message)];
  }
};

/** Bundles all agents as the app composes them. @returns the file, in a folder of its own that is yours to remove */
export const bundledAgents = async () => {
  const file = resolve(newFolder(), 'agents.cjs');
  await bundled(file);
  return file;
};

/** @returns a sentence for each thing that is wrong; empty when the agents can be put together */
export const wrongAgents = async () => {
  const folder = newFolder();
  const file = resolve(folder, 'agents.cjs');
  process.setSourceMapsEnabled(true);
  Error.stackTraceLimit = 50;
  try {
    await bundled(file);
    return faultsIn(file);
  } catch (error) {
    if (!error.errors) throw error;
    return codeFaults(error);
  } finally {
    process.setSourceMapsEnabled(false);
    rmSync(folder, { recursive: true, force: true });
  }
};

if (import.meta.filename === process.argv[1]) {
  const faults = await wrongAgents();
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length ? 1 : 0;
}
