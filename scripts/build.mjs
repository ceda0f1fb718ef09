// `npm run build`: bundles what is deployed (dist/functions, dist/vendor) and what runs on the laptop (dist/local, dist/cli).
import { build } from 'esbuild';
import { existsSync, readFileSync } from 'node:fs';
import { wrongAgents } from './agents/check.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const common = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  sourcemap: true,
  logLevel: 'warning',
  define: { MESH_VERSION: JSON.stringify(version) },
};

/** Application Insights is a bundle of its own: 9 MB that are read only where it is switched on. */
const vendored = {
  name: 'vendored',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^applicationinsights$/ }, () => ({
      path: '../vendor/applicationinsights.js',
      external: true,
    })),
};

/** The deployed bundle: everything inside, but for the module that the Functions worker supplies itself. */
export const buildFunctions = (outfile = 'dist/functions/index.js', more = {}) =>
  build({
    ...common,
    ...more,
    entryPoints: ['src/functions/index.ts'],
    outfile,
    external: ['@azure/functions-core'],
    plugins: [vendored],
  });

export const buildVendor = () =>
  build({
    ...common,
    sourcemap: false,
    minify: true,
    entryPoints: ['applicationinsights'],
    outfile: 'dist/vendor/applicationinsights.js',
  });

/** Tools of the laptop; their packages stay in node_modules. @param entries for example `local/start`, `bench/bench` */
export const buildEntries = (...entries) =>
  build({
    ...common,
    entryPoints: Object.fromEntries(
      entries.map((entry) => [entry, [`src/${entry}.ts`, `${entry}.ts`].find(existsSync)]),
    ),
    outdir: 'dist',
    packages: 'external',
  });

/** Each is a process of its own. */
export const LOCAL = [
  'local/start',
  'cli/demo',
  'local/broker-main',
  'local/storage-main',
  'local/tables-main',
  'local/issuer-main',
  'local/host-main',
  'local/worker-main',
  'cli/mesh',
].filter((entry) => existsSync(`src/${entry}.ts`));

/** A plan that is wrong would only show when the first intent comes. */
const refuseWrongAgents = async () => {
  const faults = await wrongAgents();
  for (const fault of faults) console.error(fault);
  if (faults.length) process.exit(1);
};

if (import.meta.filename === process.argv[1]) {
  const forLaptopOnly = process.argv.includes('--local');
  await refuseWrongAgents();
  await Promise.all([buildFunctions(), buildEntries(...LOCAL), forLaptopOnly || buildVendor()]);
}
