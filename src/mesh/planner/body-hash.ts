import { createHash } from 'node:crypto';
import type { MeshEvent } from '../../contracts/event';

/** Tells whether the same id came with the same wish: over type and data, whatever the order of the members. */
export const bodyHashOf = ({ type, data, data_base64, dataref }: MeshEvent): string =>
  createHash('sha256')
    .update(JSON.stringify([type, dataref ?? null, data_base64 ?? null, sorted(data ?? null)]))
    .digest('hex');

const sorted = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => [name, sorted(member)]);
};
