import { azdThatSays } from './double';

const VALUES = {
  AZURE_SUBSCRIPTION_ID: 'sub',
  AZURE_RESOURCE_GROUP: 'rg-mine',
  MESH_API_MANAGEMENT_NAME: 'apim-1',
  MESH_API_SUBSCRIPTION: 'first',
  MESH_CALLER_AUDIENCE: 'api://tenant/mesh',
  MESH_API_URL: 'https://apim-1.azure-api.net/mesh/api',
};

it('ends azd up with the address and a call to paste, and no secret in it', () => {
  const azd = azdThatSays({ secret: 'hush' });
  const { status, stdout } = azd.run('after-up.mjs', VALUES);
  azd.remove();
  expect(status).toBe(0);
  expect(stdout).toContain("The mesh's API: https://apim-1.azure-api.net/mesh/api");
  expect(stdout).toContain('The mesh is up');
  expect(stdout).toContain('curl "https://apim-1.azure-api.net/mesh/api/health"');
  expect(stdout).toContain('--scope "api://tenant/mesh/.default"');
  expect(stdout).toContain('/service/apim-1/subscriptions/first/listSecrets?api-version=2024-05-01');
  expect(stdout).not.toContain(Buffer.from(JSON.stringify({ secret: 'hush' })).toString('base64url'));
});
