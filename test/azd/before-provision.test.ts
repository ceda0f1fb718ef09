import { azdThatSays } from './double';

const PERSON = { oid: 'person', upn: 'ada@contoso.com' };
const PIPELINE = { oid: 'pipeline', idtyp: 'app' };

const provision = (claims: object, env: Record<string, string> = {}) => {
  const azd = azdThatSays(claims);
  try {
    const { status, stderr } = azd.run('before-provision.mjs', {
      AZURE_ENV_NAME: 'mine',
      AZURE_SUBSCRIPTION_ID: 's',
      ...env,
    });
    return { status, stderr, remembered: azd.remembered() };
  } finally {
    azd.remove();
  }
};

describe('before provisioning', () => {
  it('says who deploys: a person', () => {
    expect(provision(PERSON).remembered).toMatchObject({
      AZURE_PRINCIPAL_ID: 'person',
      AZURE_PRINCIPAL_TYPE: 'User',
      MESH_PUBLISHER_EMAIL: 'ada@contoso.com',
    });
  });

  it('says who deploys: a pipeline, which has no address to mail to and begins no budget', () => {
    const { remembered } = provision(PIPELINE, { CI: 'true' });
    expect(remembered).toMatchObject({
      AZURE_PRINCIPAL_ID: 'pipeline',
      AZURE_PRINCIPAL_TYPE: 'ServicePrincipal',
    });
    expect(remembered).not.toHaveProperty('MESH_PUBLISHER_EMAIL');
    expect(remembered).not.toHaveProperty('MESH_BUDGET_START');
  });

  it('leaves what is set already', () => {
    const { remembered } = provision(PERSON, {
      AZURE_PRINCIPAL_ID: 'other',
      MESH_BUDGET_START: '2026-01-01',
    });
    expect(remembered).not.toHaveProperty('AZURE_PRINCIPAL_ID');
    expect(remembered).not.toHaveProperty('MESH_BUDGET_START');
  });

  it('begins the budget with this month', () => {
    expect(provision(PERSON).remembered['MESH_BUDGET_START']).toMatch(/^\d{4}-(0[1-9]|1[0-2])-01$/);
  });

  it('brings back what was deleted in this environment’s group, and nothing of another', () => {
    expect(provision(PERSON).remembered).toMatchObject({
      MESH_API_MANAGEMENT_RESTORE: 'true',
      MESH_KEY_VAULT_RESTORE: 'false',
    });
    expect(provision(PERSON, { AZURE_ENV_NAME: 'new' }).remembered).toMatchObject({
      MESH_API_MANAGEMENT_RESTORE: 'false',
    });
  });

  it('switches the services of workers over with the one choice', () => {
    expect(provision(PERSON, { MESH_WORKER_HOSTING: 'containerApps' }).remembered).toMatchObject({
      MESH_WORKERS_ON_FLEX: 'false',
      MESH_WORKERS_IN_CONTAINERS: 'true',
    });
    expect(provision(PERSON).remembered).not.toHaveProperty('MESH_WORKERS_ON_FLEX');
    expect(
      provision(PERSON, { MESH_WORKERS_ON_FLEX: 'false', MESH_WORKERS_IN_CONTAINERS: 'true' }).remembered,
    ).toMatchObject({ MESH_WORKERS_ON_FLEX: 'true', MESH_WORKERS_IN_CONTAINERS: 'false' });
  });

  it('goes on where azd does not answer', () => {
    const { status, stderr } = provision({}, { PATH: process.env['PATH']! });
    expect(status).toBe(0);
    expect(stderr).toContain('going on with what is set');
  });
});
