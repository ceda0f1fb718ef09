import { build, type Plugin } from 'esbuild';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Puts the agents of test/fixture where the product's own are composed. */
const otherAgents: Plugin = {
  name: 'other-agents',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\.\/agents$/ }, ({ importer }) =>
      importer.includes('compose') ? { path: resolve('test/fixture/agents.ts') } : undefined,
    );
  },
};

/**
 * Builds the product's functions with the agents of test/fixture beside its own, into an app folder as it is deployed;
 * give it to a mesh as MESH_APP. `hostJson` replaces sections of host.json.
 */
export const buildFixtureApp = async (hostJson: object = {}): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-app-'));
  cpSync('package.json', join(folder, 'package.json'));
  const own = JSON.parse(readFileSync('host.json', 'utf8')) as object;
  writeFileSync(join(folder, 'host.json'), JSON.stringify({ ...own, ...hostJson }));
  await build({
    entryPoints: ['src/functions/index.ts'],
    outfile: join(folder, 'dist/functions/index.js'),
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    logLevel: 'error',
    external: ['@azure/functions-core', 'applicationinsights'],
    define: { MESH_VERSION: '"0.0.0-fixture"' },
    plugins: [otherAgents],
  });
  return folder;
};
