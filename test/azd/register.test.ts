import { execFileSync } from 'node:child_process';
import roles from '../../infra/entra/roles.json';
import { meshOf, ofType } from '../infra/template';

/** What a script that has register.mjs says, as JSON. */
const said = (script: string): unknown =>
  JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }),
  ) as unknown;

const NAMES = `{ uniqueName: 'mesh-dev', displayName: 'Mesh', tenantId: 'tid', clients: ['connector'] }`;

/** Microsoft Graph as far as it is asked; `failing` says no to what is posted. */
const registering = (failing = '') =>
  said(`
    import { register } from './scripts/azd/register.mjs';
    const asked = [];
    const ask = async (method, path, body, headers) => {
      asked.push({ method, path, body, headers });
      if (method === 'POST' && ${JSON.stringify(failing)}) throw Object.assign(new Error('no'), { text: ${JSON.stringify(failing)} });
      return method === 'GET' ? { appId: 'client', id: 'principal' } : {};
    };
    const made = await register(ask, { ...${NAMES}, principals: ['ada'] }).catch((error) => ({ error: error.message }));
    console.log(JSON.stringify({ made, asked }));
  `) as {
    made: object;
    asked: { method: string; path: string; body?: Record<string, unknown>; headers?: object }[];
  };

describe('registering the application without Bicep', () => {
  it('says what the template says', () => {
    const script = `import { registrationOf } from './scripts/azd/register.mjs'; console.log(JSON.stringify(registrationOf(${NAMES})));`;
    const bySubject = <T extends { value: string }>(list: T[]) =>
      list.toSorted((a, b) => (a.value < b.value ? -1 : 1));
    const byScript = said(script) as Record<string, unknown>;
    const { uniqueName, ...byTemplate } = ofType(meshOf(), 'Microsoft.Graph/applications')[0]!.body;
    const own = { displayName: 0, identifierUris: 0 };
    expect(uniqueName).toMatch(/^agent-mesh-/);
    expect({
      ...byScript,
      ...own,
      appRoles: bySubject(byScript['appRoles'] as { value: string }[]),
      api: { ...(byScript['api'] as object), preAuthorizedApplications: 0 },
    }).toEqual({
      ...byTemplate,
      ...own,
      appRoles: bySubject(byTemplate['appRoles'] as { value: string }[]),
      api: { ...(byTemplate['api'] as object), preAuthorizedApplications: 0 },
    });
    expect(byScript['identifierUris']).toEqual(['api://tid/mesh-dev']);
    expect(JSON.stringify(byScript['api'])).toContain('"appId":"connector"');
  });

  it('makes it or changes what differs, and gives all roles', () => {
    const { made, asked } = registering();
    expect(made).toEqual({ clientId: 'client', identifierUri: 'api://tid/mesh-dev' });
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `PATCH /applications(uniqueName='mesh-dev')`,
      `GET /applications(uniqueName='mesh-dev')?$select=appId`,
      `PATCH /servicePrincipals(appId='client')`,
      `GET /servicePrincipals(appId='client')?$select=id`,
      ...Object.keys(roles).map(() => 'POST /servicePrincipals/principal/appRoleAssignedTo'),
    ]);
    expect(asked.filter(({ method }) => method === 'PATCH').map(({ headers }) => headers)).toEqual([
      { prefer: 'create-if-missing' },
      { prefer: 'create-if-missing' },
    ]);
    expect(asked.filter(({ method }) => method === 'POST').map(({ body }) => body)).toEqual(
      Object.values(roles).map(({ id }) => ({ principalId: 'ada', resourceId: 'principal', appRoleId: id })),
    );
  });

  it('can be run again: a role that is there already is well', () => {
    expect(registering('Permission being assigned already exists on the object').made).toHaveProperty(
      'clientId',
    );
  });

  it('says what Graph says when it refuses', () => {
    expect(registering('Insufficient privileges').made).toEqual({ error: 'no' });
  });
});
