import { globSync } from 'node:fs';
import { declarationsIn } from './bicep/deploy';
import { diagnosticFaults, tagFaults } from './rules/governance';
import { jsonOf, meshOf, VARIANT_NAMES } from './template';

const files = globSync('infra/**/*.bicep').toSorted();

it.each(VARIANT_NAMES)('%s: everything that takes tags names its environment', (variant) =>
  expect(tagFaults(meshOf({ variant, environmentName: 'mine' }), 'mine')).toEqual([]),
);

it.each(VARIANT_NAMES)('%s: the logs of everything that has any go to the workspace', (variant) =>
  expect(diagnosticFaults(meshOf({ variant }))).toEqual([]),
);

describe('for whoever reads a template', () => {
  it.each(files)('%s says what each parameter and output is', (file) => {
    const silent = declarationsIn(file).filter(
      ({ kind, description }) => (kind === 'param' || kind === 'output') && !description,
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('main gives out values in capitals, as azd keeps them', () => {
    const outputs = declarationsIn('infra/main.bicep').filter(({ kind }) => kind === 'output');
    expect(outputs.map(({ name }) => name).filter((name) => !/^[A-Z][A-Z0-9_]*$/.test(name))).toEqual([]);
  });

  it('main.parameters.json has each parameter of main, from the environment', () => {
    const { parameters } = jsonOf('infra/main.parameters.json') as {
      parameters: Record<string, { value: string }>;
    };
    const named = declarationsIn('infra/main.bicep').filter(({ kind }) => kind === 'param');
    expect(Object.keys(parameters).toSorted()).toEqual(named.map(({ name }) => name).toSorted());
    for (const { value } of Object.values(parameters))
      expect(value).toMatch(/^\$\{[A-Z][A-Z0-9_]*(=[^}]*)?\}$/);
  });
});

it('has no template, resource or module that no deployment uses', () => {
  const used = new Set(
    VARIANT_NAMES.flatMap((variant) =>
      meshOf({ variant }).resources.map(({ file, symbol }) => `${file} ${symbol}`),
    ),
  );
  const resources = files.flatMap((file) =>
    declarationsIn(file)
      .filter(({ kind, existing }) => kind === 'resource' && !existing)
      .map(({ name }) => `${file} ${name}`),
  );
  // Deployed by its own workflow; and for who gives roles to others than the deployer by the module itself.
  const apart = /^infra\/entra\/(ci\.bicep |registration\.bicep otherRoles$)/;
  expect(resources.filter((one) => !used.has(one) && !apart.test(one))).toEqual([]);
});
