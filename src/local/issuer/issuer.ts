import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { SignJWT } from 'jose';
import { signingKey, type SigningKey } from './keys';

const ROLES = ['Mesh.Publish', 'Mesh.Read', 'Mesh.Operate', 'Mesh.Approve'];

export interface IssuerOptions {
  port: number;
  /** Where the signing key is kept. */
  folder: string;
  audience: string;
}

/** What a token says, as far as the one who asks may choose: it is a laptop's issuer, and it listens on loopback only. */
const wishOf = (url: URL) => ({
  tenant: url.searchParams.get('tenant') ?? 'local',
  subject: url.searchParams.get('subject') ?? 'laptop',
  roles: url.searchParams.get('roles')?.split(',') ?? ROLES,
  seconds: Number(url.searchParams.get('seconds') ?? 3600),
});

const sign = async (key: SigningKey, issuer: string, own: string, url: URL): Promise<string> => {
  const audience = url.searchParams.get('audience') ?? own;
  const { tenant, subject, roles, seconds } = wishOf(url);
  return new SignJWT({ tid: tenant, oid: subject, azp: subject, idtyp: 'app', ver: '2.0', roles })
    .setProtectedHeader({ alg: 'RS256', kid: key.publicJwk.kid!, typ: 'JWT' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(subject)
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
    .sign(key.privateKey);
};

const answer = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

/** Signs tokens for this machine: `GET /keys` (JWKS), `GET /token?tenant=&subject=&roles=a,b&seconds=&audience=`. */
export const startIssuer = async ({
  port,
  folder,
  audience,
}: IssuerOptions): Promise<{ port: number; close(): void }> => {
  const key = await signingKey(folder);
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url!, `http://${request.headers.host}`);
    const issuer = `http://127.0.0.1:${request.socket.localPort}/local/v2.0`;
    if (url.pathname === '/keys') return answer(response, 200, { keys: [key.publicJwk] });
    if (url.pathname === '/token')
      return answer(response, 200, { access_token: await sign(key, issuer, audience, url) });
    return answer(response, 404, {
      detail: 'This issuer knows /keys and /token?roles=Mesh.Publish,Mesh.Read.',
    });
  };
  const server = createServer((request, response) => void handle(request, response));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as { port: number }).port, close: () => void server.close() };
};
