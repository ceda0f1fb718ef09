import { execFile } from 'node:child_process';
import { resolve } from 'node:path';

export interface Said {
  code: number;
  out: string;
  error: string;
}

/** Types `npm run mesh -- …` for the mesh that keeps its data there. */
export const typedFor =
  (data: () => string) =>
  (...args: readonly string[]): Promise<Said> =>
    new Promise((done) =>
      execFile(
        process.execPath,
        [resolve('dist/cli/mesh.js'), ...args, '--data', data()],
        { env: { ...process.env, NO_COLOR: '1' } },
        (failure, out, error) => done({ code: failure ? Number(failure.code) : 0, out, error }),
      ),
    );

/** The same with `--json`, and what it printed. */
export const jsonFor =
  (type: (...args: readonly string[]) => Promise<Said>) =>
  async <T>(...args: readonly string[]): Promise<T> =>
    JSON.parse((await type(...args, '--json')).out) as T;
