// The skills that this build has, those that no plan names among them.
import { createRequire } from 'node:module';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { bundledAgents, sampleValues } from './check.mjs';

/** @returns {Promise<ReadonlySet<string>>} names with versions, such as invoice.post@1 */
export const offeredSkills = async () => {
  const file = await bundledAgents();
  try {
    const { agentsOf, readSettings, offeredBy } = createRequire(file)(file);
    return new Set(offeredBy(agentsOf(readSettings(sampleValues()))).map(({ name }) => name));
  } finally {
    rmSync(dirname(file), { recursive: true, force: true });
  }
};
