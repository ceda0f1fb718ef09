import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';

/** What a copy of the tree can do without, or shares. */
const LEFT_OUT = new Set(['node_modules', 'dist', 'coverage']);
const SETTINGS = new Set(['.github', '.npmrc', '.oxlintrc.json', '.prettierignore', '.prettierrc.json']);

const isWanted = (source: string): boolean => {
  const [top = ''] = relative('.', source).split(sep);
  // Of what is hidden the settings of tools are wanted; what git, editors and a mesh keep is not.
  return !LEFT_OUT.has(top) && (!top.startsWith('.') || SETTINGS.has(top));
};

export interface Ran {
  status: number | null;
  /** Both streams. */
  said: string;
}

export interface Tree {
  folder: string;
  /** Runs a script of the tree with this Node. */
  node: (...args: readonly string[]) => Ran;
  remove: () => void;
}

/** A copy of the project, to be changed; its packages are this one's. */
export const copiedTree = (): Tree => {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-author-'));
  cpSync('.', folder, { recursive: true, filter: isWanted });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
  return {
    folder,
    node: (...args) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, args, {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, FORCE_COLOR: '0' },
      });
      return { status, said: stdout + stderr };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
