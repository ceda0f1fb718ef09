import { build, type Plugin } from 'esbuild';
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';

const common = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  logLevel: 'warning',
  sourcemap: true,
} as const;

/** Puts the bench's agents where the product's own are composed. */
const benchAgents: Plugin = {
  name: 'bench-agents',
  setup: (build) => {
    build.onResolve({ filter: /^\.\/agents$/ }, ({ importer }) =>
      importer.includes('compose') ? { path: resolve('bench/app/agents.ts') } : undefined,
    );
  },
};

/** The product's functions with the bench's agents and an empty function, as an app folder. */
export const buildApp = async (folder: string): Promise<void> => {
  for (const file of ['host.json', 'package.json']) cpSync(file, join(folder, file));
  await build({
    ...common,
    entryPoints: ['bench/app/index.ts'],
    outfile: join(folder, 'dist/functions/index.js'),
    external: ['@azure/functions-core', 'applicationinsights'],
    define: { MESH_VERSION: '"0.0.0-bench"' },
    plugins: [benchAgents],
  });
};

/** The bench's own processes. */
export const buildProcesses = async (): Promise<void> => {
  await build({
    ...common,
    entryPoints: ['bench/load.ts', 'bench/row-counter.ts'],
    outdir: 'dist/bench',
    packages: 'external',
  });
};
