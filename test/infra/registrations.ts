import { execFileSync } from 'node:child_process';
import { build } from 'esbuild';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import sample from '../../local.settings.sample.json';

export interface Registered {
  name: string;
  trigger: {
    type: string;
    eventHubName?: string;
    consumerGroup?: string;
    queueName?: string;
    schedule?: string;
  };
}

interface Raw {
  name: string;
  bindings: Record<string, Registered['trigger']>;
}

/** The functions that this code registers, as the platform's worker hears of them. */
export const registrations = async (): Promise<readonly Registered[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-registrations-'));
  try {
    await build({
      entryPoints: ['src/functions/index.ts'],
      outfile: join(folder, 'index.js'),
      bundle: true,
      platform: 'node',
      target: 'node22',
      format: 'cjs',
      logLevel: 'error',
      external: ['@azure/functions-core', 'applicationinsights'],
      define: { MESH_VERSION: '"0.0.0-test"' },
    });
    writeFileSync(join(folder, 'package.json'), '{ "main": "index.js" }');
    const output = execFileSync(process.execPath, [resolve('test/local/bundle/worker.cjs'), folder], {
      cwd: folder,
      env: sample.Values,
      encoding: 'utf8',
    });
    return (JSON.parse(output) as { registered: Raw[] }).registered.map(({ name, bindings }) => ({
      name,
      trigger: Object.values(bindings).find(({ type }) => type.endsWith('Trigger'))!,
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
};
