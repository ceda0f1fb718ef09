// One round: types, agents, bundle. Whatever is wrong is found before the bundle is written.
import { spawn } from 'node:child_process';
import { buildFunctions } from '../build.mjs';
import { codeFaults } from '../agents/check.mjs';

/** Runs a script in a process of its own, where nothing of an earlier round is left. @returns what it complained of */
const complaints = (...args) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk) => (said += chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve(code === 0 ? [] : said.trim().split('\n')));
  });

const built = async () => {
  try {
    await buildFunctions(undefined, { logLevel: 'silent' });
    return [];
  } catch (error) {
    if (!error.errors) throw error;
    return codeFaults(error);
  }
};

/** @returns a sentence for each thing that is wrong; empty when the bundle is written */
export const rebuild = async (changed) => {
  // Generating checks the agents too: what it writes is made from them.
  const check = changed.some((path) => path.startsWith('schemas/'))
    ? 'scripts/generate.mjs'
    : 'scripts/agents/check.mjs';
  const faults = await complaints(check);
  return faults.length ? faults : built();
};
