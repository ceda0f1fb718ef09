import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An `azd` that gives out this token and keeps what it was told to remember. */
export const azdThatSays = (claims: object) => {
  const folder = mkdtempSync(join(tmpdir(), 'azd-'));
  const kept = join(folder, 'kept.jsonl');
  const token = `${base64url({ alg: 'none' })}.${base64url(claims)}.`;
  writeFileSync(
    join(folder, 'azd'),
    `#!/usr/bin/env node
const { appendFileSync } = require('node:fs');
const args = process.argv.slice(2);
if (args[0] === 'env') appendFileSync(${JSON.stringify(kept)}, JSON.stringify(args.slice(2)) + '\\n');
else console.log(JSON.stringify({ token: ${JSON.stringify(token)} }));
`,
  );
  chmodSync(join(folder, 'azd'), 0o755);
  return {
    /** Runs a hook as azd does: from the project's folder, with the environment's values. Azure does not answer. */
    run: (script: string, env: Record<string, string> = {}) =>
      spawnSync(process.execPath, [resolve('scripts/azd', script)], {
        encoding: 'utf8',
        env: {
          PATH: `${folder}${delimiter}${process.env['PATH']}`,
          // Nobody listens there, so that no test asks Azure.
          NODE_OPTIONS: `--import ${JSON.stringify(offline(folder))}`,
          ...env,
        },
      }),
    remembered: (): Record<string, string> =>
      existsSync(kept)
        ? Object.fromEntries(
            readFileSync(kept, 'utf8')
              .trim()
              .split('\n')
              .map((line) => JSON.parse(line) as [string, string]),
          )
        : {},
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};

/** Answers of Azure Resource Manager: services that were deleted in the group rg-mine. */
const offline = (folder: string): string => {
  const file = join(folder, 'offline.mjs');
  writeFileSync(
    file,
    `globalThis.fetch = async (url) =>
  String(url).includes('deletedservices')
    ? new Response(JSON.stringify({ value: [
        { name: 'apim-other', properties: { serviceId: '/subscriptions/s/resourceGroups/rg-other/providers/x' } },
        { name: 'apim-mine', properties: { serviceId: '/subscriptions/s/resourceGroups/RG-mine/providers/x' } },
      ] }))
    : new Response(JSON.stringify({ value: [] }));
`,
  );
  return `file://${file}`;
};
