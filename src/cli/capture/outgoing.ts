import type { EventData } from '@azure/event-hubs';
import { parseStructured, STRUCTURED } from '../../contracts/envelope';
import { bucketOf } from '../../contracts/hubs';
import { partitionOf } from '../../contracts/ids';
import type { CapturedEvent, CapturedValue } from './captured-event';

/** No client encodes counts beyond what a double can hold. */
const sendable = (value: CapturedValue): string | number | Buffer =>
  typeof value === 'bigint' ? String(value) : value instanceof Uint8Array ? Buffer.from(value) : value;

const text = (value: CapturedValue | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** The event as it was published: its bytes, its properties, and what AMQP says of them. */
export const toEventData = ({ body, properties, system }: CapturedEvent): EventData => {
  const messageId = text(system['message-id']);
  const correlationId = text(system['correlation-id']);
  return {
    body,
    // Capture in Azure may not keep it; the mesh sends nothing else.
    contentType: text(system['content-type']) ?? STRUCTURED,
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, value]) => [name, sendable(value)]),
    ),
    ...(messageId !== undefined && { messageId }),
    ...(correlationId !== undefined && { correlationId }),
  };
};

/**
 * The partition that the mesh itself would choose, so that a run's events keep together and in order also where the hub
 * has another number of partitions; what is none of the mesh's events goes where it was.
 */
export const partitionFor = ({ body }: CapturedEvent, was: string, partitions: number): number => {
  const parsed = parseStructured(body);
  if (!parsed.ok) return Number(was) % partitions;
  try {
    return partitionOf(bucketOf(parsed.event), partitions);
  } catch {
    // A type that the mesh does not speak.
    return Number(was) % partitions;
  }
};
