import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload } from 'jose';
import { joseVerifier, type JoseVerifierOptions } from '../../src/azure/jose-verifier';
import { PlatformError } from '../../src/contracts/errors';

const TID = '11111111-1111-4111-8111-111111111111';
const V2 = `https://login.microsoftonline.com/${TID}/v2.0`;
const V1 = `https://sts.windows.net/${TID}/`;
const NOW = Date.UTC(2026, 10, 21, 10);
const SECONDS = NOW / 1000;

const keyPair = async (alg: string, kid: string) => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { alg, kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg } };
};
type KeyPair = Awaited<ReturnType<typeof keyPair>>;

let rsa: KeyPair;
let ec: KeyPair;
let strange: KeyPair;
beforeAll(async () => {
  [rsa, ec, strange] = await Promise.all([
    keyPair('RS256', 'rsa'),
    keyPair('ES256', 'ec'),
    keyPair('RS256', 'rsa'),
  ]);
});

const claims = (changes: Record<string, unknown> = {}): JWTPayload => ({
  iss: V2,
  aud: 'mesh-id',
  tid: TID,
  exp: SECONDS + 3600,
  azp: 'app-id',
  idtyp: 'app',
  roles: ['Mesh.Publish'],
  ...changes,
});
const signed = async (payload: JWTPayload, { alg, kid, privateKey }: KeyPair = rsa) =>
  `Bearer ${await new SignJWT(payload).setProtectedHeader({ alg, kid }).sign(privateKey)}`;

const verifier = (options: Partial<JoseVerifierOptions> = {}) => {
  const lookups: string[] = [];
  const keys = createLocalJWKSet({ keys: [rsa.jwk, ec.jwk] });
  const verify = joseVerifier({
    issuers: [V1, V2].map((issuer) => ({
      issuer,
      jwksUri: 'https://keys.invalid',
      audiences: ['api://mesh-id', 'mesh-id'],
    })),
    now: () => NOW,
    keysOf: () => (header, token) => {
      lookups.push(header?.kid ?? '');
      return keys(header, token);
    },
    ...options,
  });
  return { verify, lookups };
};

describe('the token verifier', () => {
  it('tells an application with its roles from a v2 token', async () => {
    const { verify } = verifier();
    expect(await verify(await signed(claims()))).toEqual({
      tenant: TID,
      type: 'app',
      id: 'app-id',
      roles: ['Mesh.Publish'],
    });
  });

  it('tells an application from a v1 token, whose audience is a URI and whose application is `appid`', async () => {
    const { verify } = verifier();
    const v1 = {
      iss: V1,
      aud: 'api://mesh-id',
      tid: TID,
      exp: SECONDS + 60,
      appid: 'app-v1',
      roles: ['Mesh.Read'],
    };
    expect(await verify(await signed(v1))).toMatchObject({ type: 'app', id: 'app-v1', roles: ['Mesh.Read'] });
  });

  it.each([
    ['a scope', { idtyp: undefined, scp: 'access_as_user' }],
    ['its type', { idtyp: 'user' }],
  ])('tells a user by %s, and names them by their object id', async (_, changes) => {
    const { verify } = verifier();
    const user = claims({ oid: 'user-oid', sub: 'pairwise', roles: ['Mesh.Approve'], ...changes });
    expect(await verify(await signed(user))).toMatchObject({
      type: 'user',
      id: 'user-oid',
      roles: ['Mesh.Approve'],
    });
  });

  it('takes tokens signed on an elliptic curve', async () => {
    const { verify } = verifier();
    expect(await verify(await signed(claims(), ec))).toMatchObject({ id: 'app-id' });
  });

  it('knows only roles of the mesh, and none where the token has none', async () => {
    const { verify } = verifier();
    expect((await verify(await signed(claims({ roles: ['Other.Role', 'Mesh.Read', 7] })))).roles).toEqual([
      'Mesh.Read',
    ]);
    expect((await verify(await signed(claims({ roles: undefined })))).roles).toEqual([]);
    expect((await verify(await signed(claims({ roles: 'Mesh.Operate' })))).roles).toEqual([]);
  });

  it('takes the tenant from a map where it stands there', async () => {
    const { verify } = verifier({ tenants: { [TID]: 'contoso' } });
    expect((await verify(await signed(claims()))).tenant).toBe('contoso');
    expect((await verify(await signed(claims({ tid: 'constructor' })))).tenant).toBe('constructor');
  });

  it('allows clocks to differ by a few seconds, and no more', async () => {
    const { verify } = verifier();
    await expect(verify(await signed(claims({ exp: SECONDS - 20 })))).resolves.toBeDefined();
    await expect(verify(await signed(claims({ exp: SECONDS - 40 })))).rejects.toThrow('has expired');
  });

  describe('refuses', () => {
    it.each<[string, Record<string, unknown>, string]>([
      ['an expired token', { exp: SECONDS - 3600 }, 'the token has expired'],
      ['one that is not valid yet', { nbf: SECONDS + 3600 }, 'not valid yet'],
      ['one that never expires', { exp: undefined }, 'does not say when it expires'],
      ['another audience', { aud: 'graph' }, 'another audience'],
      [
        'an issuer that is not trusted',
        { iss: 'https://login.microsoftonline.com/other/v2.0' },
        'not trusted',
      ],
      ['a token without an issuer', { iss: undefined }, 'not trusted'],
      ['a token without a tenant', { tid: undefined }, 'names no tenant'],
      ['a token of nobody', { azp: undefined }, 'does not say who calls'],
    ])('%s', async (_, changes, message) => {
      const { verify } = verifier();
      const refused = verify(await signed(claims(changes)));
      await expect(refused).rejects.toMatchObject({ name: 'UnauthorizedError', code: 'invalid_token' });
      await expect(refused).rejects.toThrow(message);
    });

    it('a signature by another key of the same name', async () => {
      const { verify } = verifier();
      await expect(verify(await signed(claims(), strange))).rejects.toThrow('signature is wrong');
    });

    it('a key that the issuer does not have', async () => {
      const { verify } = verifier();
      await expect(verify(await signed(claims(), { ...rsa, kid: 'gone' }))).rejects.toThrow('does not have');
    });

    it('signatures that anybody could make', async () => {
      const { verify } = verifier();
      const secret = new TextEncoder().encode(JSON.stringify(rsa.jwk));
      const symmetric = await new SignJWT(claims())
        .setProtectedHeader({ alg: 'HS256', kid: 'rsa' })
        .sign(secret);
      await expect(verify(`Bearer ${symmetric}`)).rejects.toThrow('signed with RS256 or ES256');
      const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      await expect(verify(`Bearer ${encoded({ alg: 'none' })}.${encoded(claims())}.e30`)).rejects.toThrow();
    });

    it.each([
      [undefined, undefined],
      ['', undefined],
      ['Basic dXNlcjpwYXNz', 'invalid_request'],
      ['Bearer', 'invalid_request'],
      ['Bearer two tokens', 'invalid_request'],
      ['Bearer not-a-token', 'invalid_token'],
      ['Bearer a.b.c', 'invalid_token'],
    ])('the header %p', async (header, code) => {
      const { verify } = verifier();
      await expect(verify(header)).rejects.toMatchObject({ name: 'UnauthorizedError', code });
    });

    it('to start without an issuer', () => {
      expect(() => joseVerifier({ issuers: [] })).toThrow('no issuer');
    });
  });

  it('verifies a token once, until it expires', async () => {
    let now = NOW;
    const { verify, lookups } = verifier({ now: () => now });
    const token = await signed(claims({ exp: SECONDS + 60 }));
    await verify(token);
    await verify(token);
    expect(lookups).toHaveLength(1);
    now += 120_000;
    await expect(verify(token)).rejects.toThrow('has expired');
  });

  it('never remembers a refusal', async () => {
    const { verify, lookups } = verifier();
    const token = await signed(claims(), strange);
    await expect(verify(token)).rejects.toThrow();
    await expect(verify(token)).rejects.toThrow();
    expect(lookups).toHaveLength(2);
  });

  it("fetches the issuer's keys over HTTP, and blames nobody when it cannot", async () => {
    const issuer = createServer((_, answer) => answer.end(JSON.stringify({ keys: [rsa.jwk] })));
    await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
    const jwksUri = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/keys`;
    const verify = () =>
      joseVerifier({ issuers: [{ issuer: V2, jwksUri, audiences: ['mesh-id'] }], now: () => NOW });
    const token = await signed(claims());
    await expect(verify()(token)).resolves.toMatchObject({ id: 'app-id' });
    await new Promise((resolve) => issuer.close(resolve));
    await expect(verify()(token)).rejects.toBeInstanceOf(PlatformError);
  });
});
