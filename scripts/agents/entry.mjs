// What the check of the agents is bundled from: the composition that the app uses, and what the mesh checks it with.
export { agentsOf, schemas } from '../../src/functions/compose/agents';
export { readSettings } from '../../src/functions/settings';
export { schemaBook } from '../../src/contracts/ajv-schema-book';
export { agentFaults, faultText } from '../../src/mesh/catalog';
export { offeredBy } from '../../src/mesh/skill-versions';
