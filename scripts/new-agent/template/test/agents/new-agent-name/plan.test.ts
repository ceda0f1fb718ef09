import { readFileSync, readdirSync } from 'node:fs';
import { memoryRegister, newAgentName } from '../../../src/agents/new-agent-name';
import { assess } from '../../../src/agents/new-agent-name/skills/assess';
import { everyCrash, trial, type TrialOptions } from '../../../src/kit';

const INTENT = 'business.new-domain.intent';
const wanted = {
  title: 'Desk lamps',
  items: [
    { name: 'lamp', quantity: 2 },
    { name: 'bulb', quantity: 4 },
  ],
};

const sent = async (data: object, options?: TrialOptions) => {
  const register = memoryRegister();
  const run = await trial(newAgentName({ register }), options).send(INTENT, data);
  return { run, register };
};

it('enters what is asked for', async () => {
  const { run, register } = await sent(wanted);
  expect(run.steps).toEqual({ assess: 'completed', enter: 'completed' });
  expect(run.output).toEqual({ accepted: true, reason: '6 to enter', entry: `${run.id}.enter` });
  expect(register.entries).toEqual([{ title: 'Desk lamps', quantity: 6 }]);
});

it('enters nothing where there is nothing to enter', async () => {
  const { run, register } = await sent({ title: 'Nothing', items: [] });
  expect(run).toMatchObject({ status: 'completed', steps: { enter: 'skipped' } });
  expect(run.output).toEqual({ accepted: false, reason: 'there is nothing to enter' });
  expect(register.entries).toEqual([]);
});

it.each<TrialOptions>([
  { deliver: 'twice' },
  ...[1, 2, 3, 4, 5].map((seed) => ({ deliver: 'shuffled', seed }) as const),
])('enters once when events are delivered as %j', async (options) => {
  const { run, register } = await sent(wanted, options);
  expect(run.status).toBe('completed');
  expect(register.entries).toHaveLength(1);
});

it('enters once wherever the process dies', () =>
  everyCrash(async (crash) => {
    const { run, register } = await sent(wanted, crash);
    expect(run).toMatchObject({ status: 'completed', letters: [] });
    expect(register.entries).toHaveLength(1);
    return run;
  }));

it('a skill alone is a function', async () => {
  const nothing = { title: 'Nothing', items: [{ name: 'lamp', quantity: 0 }] };
  expect(await assess.perform(nothing, {} as never)).toMatchObject({ accepted: false, quantity: 0 });
});

describe('samples', () => {
  const FOLDER = 'samples/new-agent-name';
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));

  it.each(files)('%s runs to its end', async (file) => {
    const { run } = await sent(JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as object);
    expect(run.status).toBe('completed');
  });
});
