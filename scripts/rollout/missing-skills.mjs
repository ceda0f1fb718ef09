/** Steps that are done with: what performed them is not needed any more. */
const SETTLED = new Set(['completed', 'skipped', 'failed', 'expired']);
const ACTIVE = ['accepted', 'running', 'waiting', 'blocked'];
const PAGE = 100;

/**
 * The skills that active runs still need and that a build lacks, with the runs that need them.
 * @param {{ get: (path: string) => Promise<any>, offered: ReadonlySet<string>, limit: number }} of
 *   `get` asks the HTTP interface; at most `limit` runs are looked at
 * @returns {Promise<{ looked: number, more: boolean, missing: ReadonlyMap<string, readonly string[]> }>}
 */
export const missingSkills = async ({ get, offered, limit }) => {
  const { runs, more } = await activeRuns(get, limit);
  const missing = new Map();
  for (const run of runs)
    for (const skill of await skillsAhead(get, run))
      if (!offered.has(skill)) missing.set(skill, [...(missing.get(skill) ?? []), run]);
  return { looked: runs.length, more, missing };
};

const activeRuns = async (get, limit) => {
  const runs = [];
  for (const status of ACTIVE) {
    let cursor;
    do {
      const at = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = await get(`runs?status=${status}&limit=${PAGE}${at}`);
      runs.push(...page.runs.map(({ runId }) => runId));
      cursor = page.cursor;
      if (runs.length >= limit) return { runs: runs.slice(0, limit), more: cursor !== undefined };
    } while (cursor !== undefined);
  }
  return { runs, more: false };
};

const skillsAhead = async (get, run) => {
  const [{ plan }, { steps = [] }] = await Promise.all([get(`runs/${run}/plan`), get(`runs/${run}`)]);
  const settled = new Set(steps.filter(({ status }) => SETTLED.has(status)).map(({ step }) => step));
  const ahead = Object.entries(plan.steps).filter(([name]) => !settled.has(name));
  return new Set(ahead.map(([, { skill }]) => skill));
};
