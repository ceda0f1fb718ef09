// Bundles what is deployed (dist/functions) and what runs on the laptop (dist/local, dist/cli, dist/bench).
import { build } from 'esbuild';
import { existsSync } from 'node:fs';

const common = { bundle: true, platform: 'node', target: 'node22', format: 'cjs', sourcemap: true, logLevel: 'warning' };

/** The one deployed bundle: everything inside, but for the module that the Functions worker supplies itself. */
export const buildFunctions = () =>
  build({ ...common, entryPoints: ['src/functions/index.ts'], outfile: 'dist/functions/index.js', external: ['@azure/functions-core'] });

/** One tool of the laptop; its packages stay in node_modules. @param entry for example `local/start` */
export const buildEntry = (entry) => {
  const source = [`src/${entry}.ts`, `${entry}.ts`].find(existsSync);
  return build({ ...common, entryPoints: [source], outfile: `dist/${entry}.js`, packages: 'external' });
};

if (import.meta.filename === process.argv[1]) await buildFunctions();
