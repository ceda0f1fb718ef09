import { readFileSync } from 'node:fs';
import dev from '../../infra/environments/dev.json';
import prod from '../../infra/environments/prod.json';
import test from '../../infra/environments/test.json';

const SIZES = Object.entries({ dev, test, prod });
const BUCKETS = 64;

const shapeOf = (value: unknown): unknown =>
  value && typeof value === 'object'
    ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shapeOf(part)]))
    : typeof value;

describe.each(SIZES)('the size %s', (_, size) => {
  it('says as much as the others', () => expect(shapeOf(size)).toEqual(shapeOf(dev)));

  it('has partitions that Event Hubs takes, and that share the buckets of runs evenly', () => {
    for (const partitions of Object.values(size.eventHubs.partitions)) {
      expect(partitions).toBeLessThanOrEqual(32);
      expect(BUCKETS % partitions).toBe(0);
    }
  });

  it('keeps events no longer than Standard can, and shorter than the mesh remembers what it did', () => {
    const [, days] = /MESH_KEEP_DAYS: '(\d+)'/.exec(readFileSync('infra/functions/apps.bicep', 'utf8'))!;
    expect(size.eventHubs.retentionHours).toBeLessThanOrEqual(168);
    expect(size.eventHubs.retentionHours).toBeLessThan(Number(days) * 24);
  });

  it('inflates to what the tier has at most', () => {
    const { throughputUnits, maximumThroughputUnits } = size.eventHubs;
    expect(throughputUnits).toBeLessThanOrEqual(maximumThroughputUnits);
    expect(maximumThroughputUnits).toBeLessThanOrEqual(40);
  });

  it('has instances that Flex Consumption takes', () => {
    for (const { memoryMB, maximumInstances } of Object.values(size.apps)) {
      expect([512, 2048, 4096]).toContain(memoryMB);
      expect(maximumInstances).toBeGreaterThanOrEqual(40);
      expect(maximumInstances).toBeLessThanOrEqual(1000);
    }
    // Spread over zones, fewer than two cannot always be there.
    if (size.apps.gateway.zoneRedundant) expect(size.apps.gateway.alwaysReady).not.toBe(1);
  });

  it('moves captured files to cool storage before it deletes them', () =>
    expect(size.capture.coolAfterDays).toBeLessThan(size.capture.deleteAfterDays));
});
