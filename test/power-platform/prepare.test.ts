import { readFileSync } from 'node:fs';
import { apiProperties } from '../../power-platform/generator/api-properties';
import { definitionFor, flowFor, propertiesFor } from '../../power-platform/generator/prepare';
import { definition } from './connector';

const DEPLOYMENT = {
  url: 'https://apim-mesh.azure-api.net/mesh',
  tenantId: '11111111-1111-4111-8111-111111111111',
  clientId: '22222222-2222-4222-8222-222222222222',
  resource: 'api://33333333-3333-4333-8333-333333333333',
};

it('puts the address of a deployment into the definition, and changes nothing else', async () => {
  const made = await definition();
  expect(definitionFor(made, DEPLOYMENT)).toEqual({
    ...made,
    host: 'apim-mesh.azure-api.net',
    basePath: '/mesh',
  });
});

it.each([
  'http://mesh.example/mesh',
  'https://mesh.example:8443/mesh',
  'mesh.example',
  'https://mesh.example/mesh?x=1',
])('refuses %s as an address', async (url) => {
  const made = await definition();
  expect(() => definitionFor(made, { ...DEPLOYMENT, url })).toThrow('is no address for a connector');
});

it('signs in at the tenant, as the connector, for the mesh', async () => {
  const { properties } = propertiesFor(apiProperties(await definition()), DEPLOYMENT);
  expect(properties.connectionParameters.token.oAuthSettings).toMatchObject({
    clientId: DEPLOYMENT.clientId,
    properties: { AzureActiveDirectoryResourceId: DEPLOYMENT.resource },
    customParameters: {
      tenantId: { value: DEPLOYMENT.tenantId },
      resourceUri: { value: DEPLOYMENT.resource },
    },
  });
  expect(properties.connectionParameters.subscriptionKey.type).toBe('securestring');
});

it('refuses ids that are none', async () => {
  const made = apiProperties(await definition());
  expect(() => propertiesFor(made, { ...DEPLOYMENT, clientId: 'agent-mesh' })).toThrow(
    "clientId must be a GUID, and is 'agent-mesh'",
  );
});

it('gives a sample flow the name that the connector has in an environment', () => {
  const flow = JSON.parse(
    readFileSync('power-platform/flows/invoices-from-a-mailbox.json', 'utf8'),
  ) as object;
  const request = flowFor(flow, { name: 'Invoices', connector: 'shared_agent-20mesh-5f0a' });
  expect(request).toMatchObject({ category: 5, type: 1, primaryentity: 'none', name: 'Invoices' });
  const made = JSON.parse(request.clientdata) as {
    properties: { connectionReferences: Record<string, { api: { name: string } }> };
  };
  expect(made.properties.connectionReferences['shared_agentmesh']!.api.name).toBe('shared_agent-20mesh-5f0a');
  expect(request.clientdata).toContain('/providers/Microsoft.PowerApps/apis/shared_agent-20mesh-5f0a"');
  expect(request.clientdata).not.toContain('apis/shared_agentmesh"');
});
