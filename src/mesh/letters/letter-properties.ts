import type { LetterProperties } from './letter';

type Plain = string | number | boolean;

/** AMQP knows more types than JSON does: dates become RFC 3339, bytes base64, the rest JSON. */
const plain = (value: unknown): Plain | undefined => {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? String(value) : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return JSON.stringify(value);
};

/** Application properties as a letter keeps them: strings, numbers and booleans as they are. */
export const letterProperties = (properties: Readonly<Record<string, unknown>>): LetterProperties =>
  Object.fromEntries(
    Object.entries(properties).flatMap(([name, value]) => {
      const kept = plain(value);
      return kept === undefined ? [] : [[name, kept] as const];
    }),
  );

const count = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number > 0 ? number : undefined;
};

/** Names of the application properties by which bytes that are no event carry what an event has as attributes. */
export const ATTEMPT = 'cloudEvents:attempt';
export const REPLAY_ID = 'cloudEvents:replayid';

/** Which try bytes were, and which replay brought them, when there is no event to say so. */
export const triesOf = (
  properties: Readonly<Record<string, unknown>>,
): { attempt?: number; replayid?: string } => {
  const attempt = count(properties[ATTEMPT]);
  const replayid = properties[REPLAY_ID];
  return {
    ...(attempt !== undefined && { attempt }),
    ...(typeof replayid === 'string' && replayid !== '' && { replayid }),
  };
};
