import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { APPS } from '../../src/contracts/apps';

interface Service {
  project: string;
  host: string;
  remoteBuild?: boolean;
  condition?: string;
}
interface Hook {
  shell: string;
  run: string;
}
interface AzureYaml {
  services: Record<string, Service>;
  hooks: Record<string, Record<'posix' | 'windows', Hook>>;
}

const { services, hooks } = parse(readFileSync('azure.yaml', 'utf8')) as AzureYaml;

describe('azure.yaml', () => {
  it('deploys every app, from one package', () => {
    const functions = Object.entries(services).filter(([, { host }]) => host === 'function');
    expect(functions.map(([name]) => name).toSorted()).toEqual(Object.keys(APPS).toSorted());
    expect(new Set(functions.map(([, { project }]) => project)).size).toBe(1);
    for (const [, { remoteBuild }] of functions) expect(remoteBuild).toBe(false);
  });

  it('keeps azd from building in Azure: its package has an ignore file, which does not name node_modules', () => {
    const lines = readFileSync(`${services['gateway']!.project}/.funcignore`, 'utf8').split('\n');
    expect(lines.filter((line) => !line.startsWith('#') && line.includes('node_modules'))).toEqual([]);
  });

  it('has each hook for posix and for Windows, doing the same', () => {
    for (const { posix, windows } of Object.values(hooks)) {
      expect(posix.run).toBe(windows.run);
      expect([posix.shell, windows.shell]).toEqual(['sh', 'pwsh']);
      expect(existsSync(posix.run.replace(/^node /, ''))).toBe(true);
    }
  });
});
