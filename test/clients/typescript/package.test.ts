import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const CLIENT = resolve('clients/typescript');
const TSC = resolve('node_modules/typescript/bin/tsc');

const run = (...args: readonly string[]): string => {
  try {
    return execFileSync(process.execPath, args, { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
};

/** The pieces of TypeScript in a document. */
const examplesIn = (path: string): string[] =>
  [...readFileSync(path, 'utf8').matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code!);

describe('the package', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mesh-client-'));
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('builds, stands alone, and can be required', () => {
    const dist = join(folder, 'dist');
    expect(run(TSC, '-p', CLIENT, '--outDir', dist)).toBe('');
    const code = `const { meshClient } = require(${JSON.stringify(dist)}); console.log(typeof meshClient({ url: 'http://x' }).getRun)`;
    expect(run('-e', code).trim()).toBe('function');
    expect(readFileSync(join(dist, 'index.d.ts'), 'utf8')).toContain('meshClient');
  });

  it('needs nothing but what it says', () => {
    const { dependencies, main, types } = JSON.parse(readFileSync(join(CLIENT, 'package.json'), 'utf8')) as {
      dependencies?: object;
      main: string;
      types: string;
    };
    expect({ dependencies, main, types }).toEqual({
      dependencies: undefined,
      main: 'dist/index.js',
      types: 'dist/index.d.ts',
    });
  });

  it('has examples in its documents that compile', () => {
    const examples = [join(CLIENT, 'README.md'), 'docs/integrating.md'].flatMap(examplesIn);
    expect(examples.length).toBeGreaterThanOrEqual(5);
    examples.forEach((code, index) => writeFileSync(join(folder, `example-${index}.mts`), code));
    const tsconfig = {
      extends: resolve('tsconfig.json'),
      compilerOptions: {
        rootDir: '/',
        module: 'esnext',
        moduleResolution: 'bundler',
        types: ['node'],
        paths: { 'agent-mesh-client': [join(CLIENT, 'src/index.ts')] },
      },
      include: [join(folder, 'example-*.mts')],
      exclude: [],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
    expect(run(TSC, '-p', folder)).toBe('');
  }, 60_000);
});
