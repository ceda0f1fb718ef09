import { globSync } from 'node:fs';
import { accessFaults, networkFaults, secretFaults } from './rules/security';
import { at, meshOf, ofType, textOf, VARIANT_NAMES } from './template';

it.each(VARIANT_NAMES)('%s: nothing takes keys or passwords, and nothing less than TLS 1.2', (variant) =>
  expect(accessFaults(meshOf({ variant }))).toEqual([]),
);

it.each(VARIANT_NAMES)('%s: no secret is in what is deployed, nor in what is given out', (variant) =>
  expect(secretFaults(meshOf({ variant }))).toEqual([]),
);

it('asks no resource for its keys anywhere', () => {
  const asking = globSync('infra/**/*.bicep').filter((file) => /\blist[A-Z]\w*\(/.test(textOf(file)));
  expect(asking).toEqual([]);
});

it('gives the connection string of Application Insights, which is no secret, to apps and nobody else', () => {
  const { resources } = meshOf({ variant: 'prod' });
  const holders = resources.filter(({ body }) =>
    /appi-[a-z0-9]+\.ConnectionString/.test(JSON.stringify(body)),
  );
  expect(new Set(holders.map(({ type, name }) => `${type} ${name}`))).toEqual(
    new Set([
      'Microsoft.Web/sites/config appsettings',
      'Microsoft.ApiManagement/service/loggers application-insights',
    ]),
  );
});

it.each(['closed', 'closed containers'] as const)(
  '%s: storage, hubs and vault are reached from inside only',
  (variant) => expect(networkFaults(meshOf({ variant }))).toEqual([]),
);

it('encrypts all that keeps data with the key that is given', () => {
  const deployment = meshOf({ variant: 'closed' });
  for (const { body } of ofType(deployment, 'Microsoft.Storage/storageAccounts'))
    expect(at(body, 'properties.encryption')).toMatchObject({
      keySource: 'Microsoft.Keyvault',
      keyvaultproperties: { keyname: 'mesh-data' },
    });
  const [namespace] = ofType(deployment, 'Microsoft.EventHub/namespaces');
  expect(at(namespace!.body, 'properties.encryption.keySource')).toBe('Microsoft.KeyVault');
});

it('logs no bodies and no tokens at the door', () => {
  const diagnostics = ofType(meshOf(), 'Microsoft.ApiManagement/service/diagnostics');
  expect(diagnostics.length).toBeGreaterThan(0);
  for (const { body } of diagnostics)
    for (const side of ['frontend.request', 'frontend.response', 'backend.request', 'backend.response']) {
      expect(at(body, `properties.${side}.body.bytes`)).toBe(0);
      expect(at(body, `properties.${side}.headers`)).not.toContain('Authorization');
    }
});
