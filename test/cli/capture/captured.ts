import type { CapturedEvent } from '../../../src/cli/capture/captured-event';
import type { Located } from '../../../src/cli/capture/read-files';

/** An event as Capture keeps it, and what a test says of it. */
export const captured = (more: Partial<CapturedEvent> = {}): CapturedEvent => ({
  sequence: 7,
  offset: '700',
  enqueuedAt: Date.UTC(2026, 10, 21, 10),
  system: {},
  properties: {},
  body: Buffer.from('{}'),
  ...more,
});

export const located = (more: Partial<CapturedEvent> = {}, hub = 'intents', partition = '0'): Located => ({
  event: captured(more),
  file: { namespace: 'ns', hub, partition, at: 0, name: `ns/${hub}/${partition}/x.avro`, bytes: 1 },
});
