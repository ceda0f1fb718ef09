import { generateKeyPairSync, sign } from 'node:crypto';

/** DER: a tag, a length, and what it holds. */
const der = (tag: number, ...contents: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(contents);
  const size =
    body.length < 0x80 ? Buffer.of(body.length) : Buffer.of(0x82, body.length >> 8, body.length & 0xff);
  return Buffer.concat([Buffer.of(tag), size, body]);
};
const sequence = (...contents: readonly Uint8Array[]) => der(0x30, ...contents);
const octets = (content: Uint8Array) => der(0x04, content);
const yes = der(0x01, Buffer.of(0xff));
const timeOf = (date: Date) =>
  der(0x17, Buffer.from(`${date.toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`));

/** Object identifiers, in their own encoding. */
const COMMON_NAME = der(0x06, Buffer.of(0x55, 4, 3));
const BASIC_CONSTRAINTS = der(0x06, Buffer.of(0x55, 0x1d, 0x13));
const ALTERNATIVE_NAMES = der(0x06, Buffer.of(0x55, 0x1d, 0x11));
const ECDSA_SHA256 = sequence(der(0x06, Buffer.of(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2)));

const DAY_MS = 86_400_000;

const pem = (label: string, bytes: Buffer): string =>
  `-----BEGIN ${label}-----\n${bytes.toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;

/** A certificate of 127.0.0.1 that vouches for itself, made for this process alone, and its key. */
export const localCertificate = (): { cert: string; key: string } => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from('mesh test')))));
  const validity = sequence(timeOf(new Date(Date.now() - DAY_MS)), timeOf(new Date(Date.now() + DAY_MS)));
  const extensions = sequence(
    sequence(BASIC_CONSTRAINTS, yes, octets(sequence(yes))),
    sequence(ALTERNATIVE_NAMES, octets(sequence(der(0x87, Buffer.of(127, 0, 0, 1))))),
  );
  const certified = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.of(1)),
    ECDSA_SHA256,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = der(0x03, Buffer.of(0), sign('sha256', certified, privateKey));
  return {
    cert: pem('CERTIFICATE', sequence(certified, ECDSA_SHA256, signature)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
};
