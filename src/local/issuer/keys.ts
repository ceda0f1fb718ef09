import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';

export interface SigningKey {
  privateKey: CryptoKey;
  publicJwk: JWK;
}

const create = async (): Promise<JWK> => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'local-1' };
};

/** The laptop's signing key: made at the first start, kept in the data folder, readable by its owner only. */
export const signingKey = async (folder: string): Promise<SigningKey> => {
  const file = join(folder, 'key.json');
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, JSON.stringify(await create()), { mode: 0o600 });
  }
  const jwk = JSON.parse(readFileSync(file, 'utf8')) as JWK;
  const { kty, n, e, alg, use, kid } = jwk as Required<Pick<JWK, 'kty' | 'n' | 'e' | 'alg' | 'use' | 'kid'>>;
  return {
    privateKey: (await importJWK(jwk, 'RS256')) as CryptoKey,
    publicJwk: { kty, n, e, alg, use, kid },
  };
};
