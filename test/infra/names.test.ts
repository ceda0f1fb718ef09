import { hostIdFaults, nameFaults } from './rules/names';
import { meshOf, VARIANT_NAMES } from './template';

/** The longest name that the template takes, and one with all that azd takes in a name. */
const ENVIRONMENTS = ['m'.repeat(40), 'My-Mesh.2_west(a)-1'];

describe.each(ENVIRONMENTS)('environment %s', (environmentName) => {
  it.each(VARIANT_NAMES)('%s: all names are such as Azure takes', (variant) => {
    const deployment = meshOf({ variant, environmentName });
    expect(nameFaults(deployment)).toEqual([]);
    expect(hostIdFaults(deployment)).toEqual([]);
  });
});

it('names what must be unique in all of Azure after the environment', () => {
  const names = (environmentName: string) =>
    meshOf({ variant: 'containers', environmentName })
      .resources.filter(({ type }) =>
        /sites$|storageAccounts$|namespaces$|service$|registries$|vaults$/.test(type),
      )
      .map(({ name }) => name);
  const others = new Set(names('two'));
  expect(names('one').filter((name) => others.has(name))).toEqual([]);
});
