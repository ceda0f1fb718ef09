import { jsonOf } from './template';

const SIZES = ['dev', 'test', 'prod'] as const;

interface Size {
  eventHubs: {
    throughputUnits: number;
    maximumThroughputUnits: number;
    processingUnits: number;
    retentionHours: number;
    partitions: { busy: number; quiet: number };
  };
  capture: { enabled: boolean; redundancy: string; coolAfterDays: number; deleteAfterDays: number };
  storage: { redundancy: string; softDeleteDays: number };
  apps: Record<
    string,
    { memoryMB: number; maximumInstances: number; alwaysReady: number; zoneRedundant: boolean }
  >;
  timers: { checkSeconds: number; replaySeconds: number; monitorSeconds: number };
  apiManagement: { sku: string; units: number };
  monitoring: { retentionDays: number; dailyCapGb: number };
  budget: { amountPerMonth: number };
}

const sizeOf = (name: string) => jsonOf(`infra/environments/${name}.json`) as Size;

/** Every path of a value with the kind of what is there. */
const shapeOf = (value: unknown, path = ''): readonly string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, one]) => shapeOf(one, `${path}.${name}`))
    : [`${path}: ${typeof value}`];

it.each(SIZES)('%s says the same things as the others', (name) =>
  expect(shapeOf(sizeOf(name)).toSorted()).toEqual(shapeOf(sizeOf('prod')).toSorted()),
);

describe.each(SIZES)('%s', (name) => {
  const size = sizeOf(name);

  it('keeps to what Event Hubs Standard takes', () => {
    const { throughputUnits, maximumThroughputUnits, processingUnits, retentionHours, partitions } =
      size.eventHubs;
    expect(throughputUnits).toBeGreaterThanOrEqual(1);
    expect(maximumThroughputUnits).toBeGreaterThanOrEqual(throughputUnits);
    expect(maximumThroughputUnits).toBeLessThanOrEqual(40);
    expect([1, 2, 4, 8, 16]).toContain(processingUnits);
    expect(retentionHours).toBeGreaterThanOrEqual(1);
    expect(retentionHours).toBeLessThanOrEqual(7 * 24);
    for (const count of [partitions.busy, partitions.quiet]) {
      expect(count).toBeGreaterThanOrEqual(1);
      expect(count).toBeLessThanOrEqual(32);
      // A bucket is one of 64: other counts load some partitions more than others.
      expect(64 % count).toBe(0);
    }
  });

  it('keeps to what Flex Consumption takes', () => {
    for (const { memoryMB, maximumInstances, alwaysReady, zoneRedundant } of Object.values(size.apps)) {
      expect([512, 2048, 4096]).toContain(memoryMB);
      expect(maximumInstances).toBeGreaterThanOrEqual(40);
      expect(maximumInstances).toBeLessThanOrEqual(1000);
      expect(alwaysReady).toBeLessThanOrEqual(maximumInstances);
      // Spread over zones, one instance would be in one zone.
      if (zoneRedundant) expect(alwaysReady).not.toBe(1);
    }
  });

  it('has timers that a schedule can say, and a monitor that speaks more often than its alert listens', () => {
    for (const seconds of Object.values(size.timers)) {
      expect(seconds).toBeGreaterThanOrEqual(1);
      expect(seconds < 60 ? 60 % seconds : seconds % 60).toBe(0);
      expect(3600 % seconds).toBe(0);
    }
    // The alert `silence` looks back ten minutes, and telemetry takes some to arrive.
    expect(size.timers.monitorSeconds).toBeLessThanOrEqual(120);
  });

  it('keeps what is captured at least until it is cool, and logs as long as a workspace can', () => {
    expect(size.capture.deleteAfterDays).toBeGreaterThan(size.capture.coolAfterDays);
    expect(size.monitoring.retentionDays).toBeGreaterThanOrEqual(30);
    expect(size.monitoring.retentionDays).toBeLessThanOrEqual(730);
    expect(size.storage.softDeleteDays).toBeGreaterThanOrEqual(1);
    expect(size.storage.softDeleteDays).toBeLessThanOrEqual(365);
    expect(size.budget.amountPerMonth).toBeGreaterThan(0);
  });
});

it('grows from dev to prod', () => {
  const [dev, test, prod] = SIZES.map((name) => sizeOf(name).eventHubs.maximumThroughputUnits);
  expect(test).toBeGreaterThanOrEqual(dev!);
  expect(prod).toBeGreaterThanOrEqual(test!);
});
