import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { TableEntity } from '@azure/data-tables';
import type { Line } from '../mesh/planner/line';
import { bytesOf, partitionOf, propertiesOf, VERSION } from './run-rows';

/** The line of a key lies in the partition of its runs, so that one transaction writes both. */
export const lineKeysOf = (key: string): { partitionKey: string; rowKey: string } => ({
  partitionKey: partitionOf(key),
  rowKey: `key|${key}`,
});

export const lineRowOf = (line: Line): TableEntity<{ v: number }> => ({
  ...lineKeysOf(line.key),
  v: VERSION,
  ...propertiesOf(deflateRawSync(JSON.stringify(line.runs))),
});

export const lineOf = (key: string, row: Record<string, unknown>): Line => ({
  key,
  runs: JSON.parse(inflateRawSync(Buffer.concat(bytesOf(row))).toString('utf8')) as Line['runs'],
});
