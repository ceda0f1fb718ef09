import { Validator } from '@seriousme/openapi-schema-validator';
import type { Swagger } from '../../power-platform/generator/swagger';
import { definition } from './connector';
import { RULES } from './rules';

const isValid = async (candidate: Swagger): Promise<boolean> =>
  (await new Validator().validate({ ...candidate })).valid;

it('is valid by the schema of Swagger 2.0', async () => {
  expect(await isValid(await definition())).toBe(true);
});

it.each<[string, (it: Swagger) => void]>([
  [
    'an operation without answers',
    ({ paths }) => delete (paths['/api/tasks']!.get as { responses?: unknown }).responses,
  ],
  ['a keyword of 2020-12', ({ definitions }) => (definitions['Run']!['const'] = 1)],
  ['nothing that is required', ({ definitions }) => (definitions['Run']!['required'] = [])],
])('is not valid with %s', async (_what, change) => {
  const broken = await definition();
  change(broken);
  expect(await isValid(broken)).toBe(false);
});

describe.each(Object.entries(RULES))('%s', (_name, { faults, broken }) => {
  it('holds', async () => {
    expect(faults(await definition())).toEqual([]);
  });

  it.each(Object.entries(broken))('is broken by: %s', async (_what, change) => {
    const changed = await definition();
    change(changed);
    expect(faults(changed)).not.toEqual([]);
  });
});
