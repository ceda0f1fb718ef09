import { randomUUID } from 'node:crypto';
import { memoryRegister } from '../../src/agents/new-agent-name';
import type { Register } from '../../src/agents/new-agent-name';
import { tableOf } from '../../src/azure/connections';
import { tableNewAgentNameRegister } from '../../src/azure/table-new-agent-name-register';
import { startTestAzurite } from '../support/azurite';
import type { TestAzurite } from '../support/azurite';

let azurite: TestAzurite;
beforeAll(async () => {
  azurite = await startTestAzurite();
});
afterAll(() => azurite.stop());

interface Kept {
  register: Register;
  titles: () => Promise<string[]>;
}

const inMemory = async (): Promise<Kept> => {
  const register = memoryRegister();
  return { register, titles: async () => register.entries.map(({ title }) => title) };
};

const onTables = async (): Promise<Kept> => {
  const table = tableOf({ MESH_STORAGE: azurite.connectionString }, `t${randomUUID().replaceAll('-', '')}`);
  await table.createTable();
  const titles = async () => {
    const found: string[] = [];
    for await (const row of table.listEntities<{ title: string }>()) found.push(row.title);
    return found;
  };
  return { register: tableNewAgentNameRegister({ table }), titles };
};

describe.each([
  ['in memory', inMemory],
  ['in Table Storage', onTables],
])('a register %s', (_, make) => {
  it('makes an entry for each key', async () => {
    const { register, titles } = await make();
    const [one, two] = [
      await register.enter({ title: 'lamps', quantity: 2 }, { key: 'a' }),
      await register.enter({ title: 'desks', quantity: 1 }, { key: 'b' }),
    ];
    expect(one).not.toEqual(two);
    expect((await titles()).toSorted()).toEqual(['desks', 'lamps']);
  });
  it('makes one entry when the same is entered twice', async () => {
    const { register, titles } = await make();
    const again = () => register.enter({ title: 'lamps', quantity: 2 }, { key: 'a' });
    expect(await again()).toEqual(await again());
    expect(await titles()).toEqual(['lamps']);
  });
});
