// Before a build is deployed that drops a version of a skill: asks a mesh which of its active runs still need it.
// `npm run -s skills:in-use -- --url URL --token TOKEN`; exits with 1 where one does.
import { parseArgs } from 'node:util';
import { offeredSkills } from '../agents/offered-skills.mjs';
import { missingSkills } from './missing-skills.mjs';

const HELP = `Usage: npm run -s skills:in-use -- --url URL --token TOKEN [--limit 1000]

  --url    the mesh: http://localhost:7071/api, or API Management's address of it (MESH_URL)
  --token  of somebody with the role Mesh.Read; the runs of that tenant are looked at (npm run mesh -- token; MESH_TOKEN)
  --key    the subscription key, where API Management asks for one (MESH_KEY)
  --limit  how many active runs to look at (1000)

Compares with the skills of the agents in this working tree.`;

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: process.env.MESH_URL },
    token: { type: 'string', default: process.env.MESH_TOKEN },
    key: { type: 'string', default: process.env.MESH_KEY },
    limit: { type: 'string', default: '1000' },
    help: { type: 'boolean' },
  },
});

if (values.help || !values.url || !values.token) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}

const headers = {
  authorization: `Bearer ${values.token}`,
  ...(values.key && { 'Ocp-Apim-Subscription-Key': values.key }),
};

const address = `${values.url.replace(/\/+$/, '').replace(/\/api$/, '')}/api`;

const get = async (path) => {
  const response = await fetch(`${address}/${path}`, { headers });
  if (response.ok) return response.json();
  console.error(`${address}/${path} answered ${response.status}: ${await response.text()}`);
  process.exit(2);
};

const { looked, more, missing } = await missingSkills({
  get,
  offered: await offeredSkills(),
  limit: Number(values.limit),
});
const SHOWN = 5;
for (const [skill, runs] of missing)
  console.error(
    `STOP: ${runs.length} active runs need ${skill}, which this build lacks, such as ${runs.slice(0, SHOWN).join(', ')}: keep it in the agent's offers until they have ended`,
  );
console.log(
  `${looked} active runs looked at${more ? ', and there are more: raise --limit' : ''}; ${missing.size === 0 ? 'this build has the skills that they need' : `${missing.size} skills are missing`}`,
);
process.exitCode = missing.size > 0 ? 1 : 0;
