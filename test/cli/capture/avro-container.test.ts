import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DamagedFileError, readContainer } from '../../../src/cli/capture/avro-container';
import { toCapturedEvent, type CapturedEvent } from '../../../src/cli/capture/captured-event';

const FIXTURE = join('test', 'cli', 'capture', 'fixture');

const eventsOf = async (chunks: AsyncIterable<Uint8Array>): Promise<CapturedEvent[]> => {
  const events: CapturedEvent[] = [];
  for await (const record of readContainer(chunks)) events.push(toCapturedEvent(record));
  return events;
};

const fromFile = (name: string, highWaterMark?: number) =>
  eventsOf(createReadStream(join(FIXTURE, name), highWaterMark ? { highWaterMark } : {}));

async function* chunksOf(...parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

/** How far a reader came, and what it then said. */
const readUntilDamage = async (bytes: Uint8Array): Promise<{ events: number; message: string }> => {
  let events = 0;
  try {
    for await (const _ of readContainer(chunksOf(bytes))) events += 1;
  } catch (error) {
    expect(error).toBeInstanceOf(DamagedFileError);
    return { events, message: (error as Error).message };
  }
  throw new Error('no damage was found');
};

describe('a file of another implementation', () => {
  it.each([
    ['fastavro', 'fastavro-null.avro', 20],
    ['fastavro, deflated', 'fastavro-deflate.avro', 20],
    ['Apache Avro for Java', 'java-null.avro', 3],
    ['Apache Avro for Java, deflated', 'java-deflate.avro', 3],
  ])('is read whole: %s', async (_, name, count) => {
    const events = await fromFile(name);
    expect(events.map(({ sequence }) => sequence)).toEqual(Array.from({ length: count }, (_, i) => i));
    const [first] = events;
    expect(first).toMatchObject({
      offset: '0',
      enqueuedAt: Date.UTC(2026, 10, 21, 12, 59, 0),
      system: { 'content-type': 'application/cloudevents+json', 'x-opt-ticks': 638_000_000_000_000_001n },
      properties: { 'cloudEvents:type': 'business.invoice.intent', 'cloudEvents:attempt': 1, weight: 0.5 },
    });
    expect(Buffer.from(first!.properties['raw'] as Uint8Array)).toEqual(Buffer.from([0, 255]));
    expect(JSON.parse(first!.body.toString())).toMatchObject({ id: 'I-0', data: { text: 'Grüße, 請求書' } });
  });

  it('is read in whatever pieces it comes', async () => {
    expect(await fromFile('fastavro-deflate.avro', 7)).toEqual(await fromFile('fastavro-deflate.avro'));
  });

  it('may hold bodies that are absent, empty or no text, and events without properties', async () => {
    const events = await fromFile('fastavro-odd.avro');
    expect(events.map(({ body }) => body.toString('hex')).slice(0, 3)).toEqual(['', '', '0001ff']);
    expect(events[3]).toMatchObject({ system: {}, properties: {} });
    expect(events[4]!.enqueuedAt).toBe(Date.UTC(2027, 0, 2, 0, 0, 5));
  });

  it('may hold no events', async () => {
    expect(await fromFile('fastavro-empty.avro')).toEqual([]);
  });

  it('is refused where it is packed as Capture never packs', async () => {
    await expect(fromFile('fastavro-bzip2.avro')).rejects.toThrow(/packed with 'bzip2'/);
  });
});

describe('a damaged file', () => {
  let whole: Buffer;
  beforeAll(async () => {
    whole = await readFile(join(FIXTURE, 'fastavro-null.avro'));
  });

  it('is found wherever it was cut off', async () => {
    for (let length = 0; length < whole.length; length += 97) {
      const { message } = await readUntilDamage(whole.subarray(0, length));
      expect(message).toMatch(/it is no Avro file|it ends within/);
    }
  });

  it('gives the events before the damage', async () => {
    const { events, message } = await readUntilDamage(whole.subarray(0, -1));
    expect(events).toBeGreaterThan(10);
    expect(events).toBeLessThan(20);
    expect(message).toMatch(/^it ends within a block \(byte \d+\)$/);
  });

  it('is found where a byte of a block was changed', async () => {
    const changed = Buffer.from(whole);
    // The first block begins after the marker that ends the header.
    const start = changed.indexOf('sixteen bytes ok') + 16;
    changed[start + 1] = 0xff;
    expect((await readUntilDamage(changed)).events).toBe(0);
  });

  it('is found where what was packed is not', async () => {
    const packed = await readFile(join(FIXTURE, 'fastavro-deflate.avro'));
    const start = packed.indexOf('sixteen bytes ok') + 16;
    packed.fill(0xff, start + 10, start + 30);
    expect((await readUntilDamage(packed)).message).toMatch(/a block cannot be unpacked/);
  });

  it('is told from a source that fails', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield whole.subarray(0, 1000);
      throw new Error('the connection broke');
    }
    await expect(eventsOf(failing())).rejects.toThrow(new Error('the connection broke'));
  });
});

it('refuses a file of other records', async () => {
  expect(() => toCapturedEvent({ name: 'x' })).toThrow(/they have no SequenceNumber/);
});
