import type { StartPosition } from '../log/partition-log';
import { RefusedError, invalid } from './refusal';

const SELECTOR = /^\s*amqp\.annotation\.(x-opt-[a-z-]+)\s*(>=?)\s*'?([^']*?)'?\s*$/i;

const FIELDS: Record<string, 'sequence' | 'offset' | 'time'> = {
  'x-opt-sequence-number': 'sequence',
  'x-opt-offset': 'offset',
  'x-opt-enqueued-time': 'time',
  'x-opt-enqueuedtimeutc': 'time',
};

const refused = (selector: string): RefusedError =>
  new RefusedError(
    invalid(`The filter "${selector}" is not one on offset, sequence number or enqueued time.`),
  );

/**
 * Reads a receiver's filter, as `amqp.annotation.x-opt-offset > '@latest'`; without one it begins at the start.
 * @throws RefusedError for any other filter
 */
export const startPositionOf = (selector: string | undefined): StartPosition => {
  if (selector === undefined) return { from: 'offset', value: -1, inclusive: false };
  const [, name, operator, value] = SELECTOR.exec(selector) ?? [];
  const from = name && FIELDS[name.toLowerCase()];
  if (!from || value === undefined) throw refused(selector);
  const inclusive = operator === '>=';
  if (value === '@latest') return { from: 'latest', inclusive };
  if (!/^-?\d+$/.test(value)) throw refused(selector);
  return { from, value: Number(value), inclusive };
};
