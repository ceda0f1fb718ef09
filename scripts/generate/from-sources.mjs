// Runs TypeScript of this repository from a script: bundled in memory, its packages stay in node_modules.
import { build } from 'esbuild';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { version } = createRequire(join(process.cwd(), 'package.json'))('./package.json');

/** What an entry exports. @param entry path from the root, for example `power-platform/generator/files.ts` */
export const fromSources = async (entry) => {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    packages: 'external',
    logLevel: 'warning',
    define: { MESH_VERSION: JSON.stringify(version) },
  });
  const module = { exports: {} };
  const run = new Function('module', 'exports', 'require', outputFiles[0].text);
  run(module, module.exports, createRequire(join(process.cwd(), 'package.json')));
  return module.exports;
};
