import { hash } from 'node:crypto';
import {
  createRemoteJWKSet,
  decodeJwt,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose';
import { LRUCache } from 'lru-cache';
import { PlatformError } from '../contracts/errors';
import { isRole } from '../mesh/gateway/role';
import type { Caller } from '../mesh/gateway/route';
import { UnauthorizedError, type Verify } from '../mesh/gateway/verify';

export interface Issuer {
  /** As the token's `iss` has it, to the letter: `https://login.microsoftonline.com/<tid>/v2.0`, or `https://sts.windows.net/<tid>/` for v1 tokens. */
  issuer: string;
  /** Where the issuer's keys are. */
  jwksUri: string;
  /** What the token's `aud` may be: `api://<id>` (v1) and `<id>` (v2). */
  audiences: readonly string[];
}

export interface JoseVerifierOptions {
  issuers: readonly Issuer[];
  /** The mesh's tenant by the token's `tid`, where it has another name; any other `tid` is its own tenant. */
  tenants?: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  now?: () => number;
  /** The keys of an issuer; fetched from `jwksUri` and cached if absent. */
  keysOf?: (issuer: Issuer) => JWTVerifyGetKey;
}

/** What issuers of ours sign with: nothing symmetric, and never `none`. */
const ALGORITHMS = ['RS256', 'ES256'];
/** Clocks of issuer and mesh may differ by so many seconds. */
const TOLERANCE_S = 30;
const TOKENS_KEPT = 10_000;
const BEARER = /^Bearer +(\S+)$/i;

const refuse = (message: string, cause?: unknown) =>
  new UnauthorizedError(message, 'invalid_token', { cause });

const tokenOf = (authorization: string | undefined): string => {
  if (!authorization)
    throw new UnauthorizedError('a token is needed: send the header Authorization: Bearer <token>');
  const token = BEARER.exec(authorization)?.[1];
  if (!token)
    throw new UnauthorizedError('the header Authorization must be: Bearer <token>', 'invalid_request');
  return token;
};

const claimsUnchecked = (token: string): JWTPayload => {
  try {
    return decodeJwt(token);
  } catch (error) {
    throw refuse('the token is not a JSON Web Token', error);
  }
};

const CLAIMS: Readonly<Record<string, string>> = {
  aud: 'the token is for another audience than this API',
  iss: 'the token is from an issuer that is not trusted here',
  nbf: 'the token is not valid yet',
  exp: 'the token does not say when it expires',
};

const INVALID = [
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JOSENotSupported,
  errors.JWKSMultipleMatchingKeys,
];

/** What is wrong, in words that give nothing of the token away. */
const reasonOf = (error: unknown): Error => {
  if (error instanceof errors.JWTExpired) return refuse('the token has expired: get a new one', error);
  if (error instanceof errors.JWTClaimValidationFailed)
    return refuse(CLAIMS[error.claim] ?? 'a claim of the token is not as it must be', error);
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return refuse("the token's signature is wrong", error);
  if (error instanceof errors.JOSEAlgNotAllowed)
    return refuse(`the token must be signed with ${ALGORITHMS.join(' or ')}`, error);
  if (error instanceof errors.JWKSNoMatchingKey)
    return refuse('the token is signed with a key that its issuer does not have', error);
  if (INVALID.some((kind) => error instanceof kind)) return refuse('the token is not valid', error);
  // Whoever calls may be who they say: nobody can tell while the issuer's keys cannot be had.
  return new PlatformError("the keys of the token's issuer cannot be had", { cause: error });
};

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Entra marks tokens of applications with `idtyp`, where it is asked to; else the lack of a scope tells. */
const isApp = ({ idtyp, scp }: JWTPayload): boolean =>
  idtyp === undefined ? scp === undefined : idtyp === 'app';

const idOf = (claims: JWTPayload, type: Caller['type']): string => {
  const id =
    type === 'app'
      ? (text(claims['azp']) ?? text(claims['appid']) ?? text(claims['oid']) ?? text(claims.sub))
      : (text(claims['oid']) ?? text(claims.sub));
  if (id === undefined) throw refuse('the token does not say who calls');
  return id;
};

const callerOf = (claims: JWTPayload, tenants: Readonly<Record<string, string>>): Caller => {
  const tid = text(claims['tid']);
  if (tid === undefined) throw refuse("the token names no tenant: the claim 'tid' is missing");
  const type = isApp(claims) ? 'app' : 'user';
  const roles = Array.isArray(claims['roles']) ? claims['roles'].filter(isRole) : [];
  return { tenant: Object.hasOwn(tenants, tid) ? tenants[tid]! : tid, type, id: idOf(claims, type), roles };
};

/**
 * Verifies bearer tokens of Microsoft Entra (v1 and v2), or of any issuer that signs JSON Web Tokens as it does.
 * What was verified is kept until it expires, for verification is the dearest part of a request.
 *
 * @throws Error at once where no issuer is given: without authentication nothing is served
 * @see https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export const joseVerifier = ({
  issuers,
  tenants = {},
  now = Date.now,
  keysOf = remoteKeys,
}: JoseVerifierOptions): Verify => {
  if (issuers.length === 0) throw new Error('no issuer of tokens is configured, so nothing can be served');
  const trusted = new Map(issuers.map((issuer) => [issuer.issuer, { ...issuer, keys: keysOf(issuer) }]));
  const verified = new LRUCache<string, { caller: Caller; until: number }>({ max: TOKENS_KEPT });

  const verifyToken = async (token: string) => {
    const issuer = trusted.get(claimsUnchecked(token).iss ?? '');
    if (!issuer) throw refuse(CLAIMS['iss']!);
    return jwtVerify(token, issuer.keys, {
      issuer: issuer.issuer,
      audience: [...issuer.audiences],
      algorithms: ALGORITHMS,
      clockTolerance: TOLERANCE_S,
      currentDate: new Date(now()),
      requiredClaims: ['exp'],
    }).catch((error: unknown) => {
      throw reasonOf(error);
    });
  };

  return async (authorization) => {
    const token = tokenOf(authorization);
    // The token itself is a secret, and is not kept.
    const key = hash('sha256', token, 'base64');
    const known = verified.get(key);
    if (known && now() < known.until) return known.caller;
    const { payload } = await verifyToken(token);
    const caller = callerOf(payload, tenants);
    verified.set(key, { caller, until: (payload.exp! + TOLERANCE_S) * 1000 });
    return caller;
  };
};

const remoteKeys = ({ jwksUri }: Issuer): JWTVerifyGetKey => createRemoteJWKSet(new URL(jwksUri));
