import { once } from 'node:events';
import { join } from 'node:path';
import { earliestEventPosition } from '@azure/event-hubs';
import { brokerProcesses } from './process';
import type { BrokerProcess, BrokerProcesses } from './process';
import { clientsOf } from './clients';

const HUBS = { tasks: { partitions: 2, groups: ['worker'] } };

describe('the broker as a process', () => {
  let brokers: BrokerProcesses;
  beforeAll(async () => {
    brokers = await brokerProcesses(HUBS);
  });
  afterAll(() => brokers.stop());

  const dataFolder = (name: string) => join(brokers.folder, name);

  it('loses nothing that it acknowledged when it is killed under load, and repeats nothing', async () => {
    const data = dataFolder('killed');
    const acknowledged: string[][] = [[], []];
    const sent: string[][] = [[], []];

    /** Sends one after the other, on both partitions at once, until the broker is gone. */
    const sendUntilDeath = async (broker: BrokerProcess, run: number, killAfter: number): Promise<void> => {
      const clients = clientsOf(broker.connectionString, 'tasks');
      const gone = new AbortController();
      const die = async (): Promise<void> => {
        await broker.kill('SIGKILL');
        gone.abort();
      };
      let dying: Promise<void> | undefined;
      const sendTo = async (partition: number, lane: number): Promise<void> => {
        const producer = clients.producer();
        for (let i = 0; ; i++) {
          const body = `${run}.${lane}.${i}`;
          sent[partition]!.push(body);
          await producer.sendBatch([{ body }], { partitionId: String(partition), abortSignal: gone.signal });
          acknowledged[partition]!.push(body);
          if (i === killAfter) dying ??= die();
        }
      };
      await Promise.allSettled([0, 1, 2, 3, 4, 5].map((lane) => sendTo(lane % 2, lane)));
      await dying;
      await clients.close();
    };

    for (const [run, killAfter] of [20, 50, 5].entries())
      await sendUntilDeath(await brokers.start({ data }), run, killAfter);
    const broker = await brokers.start({ data });
    const clients = clientsOf(broker.connectionString, 'tasks');
    for (const partition of [0, 1]) {
      const { lastEnqueuedSequenceNumber } = await clients
        .producer()
        .getPartitionProperties(String(partition));
      const count = lastEnqueuedSequenceNumber + 1;
      const events = await clients.receive({
        partition: String(partition),
        count,
        from: earliestEventPosition,
      });
      const bodies = events.map(({ body }) => body as string);
      expect(events.map(({ sequenceNumber }) => sequenceNumber)).toEqual(bodies.map((_, i) => i));
      expect(new Set(bodies).size).toBe(bodies.length);
      expect(bodies.filter((body) => !sent[partition]!.includes(body))).toEqual([]);
      // Each lane waits for its acknowledgement, so that its events stand in the order of sending.
      const kept = new Set(bodies);
      expect(acknowledged[partition]!.filter((body) => !kept.has(body))).toEqual([]);
      for (const lane of [0, 1, 2].flatMap((run) => [0, 1, 2, 3, 4, 5].map((n) => `${run}.${n}.`))) {
        const numbers = bodies
          .filter((body) => body.startsWith(lane))
          .map((body) => Number(body.split('.')[2]));
        expect(numbers).toEqual(numbers.map((_, i) => i));
      }
    }
    await clients.close();
    await broker.kill('SIGTERM');
  }, 30_000);

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'ends cleanly on %s, and another takes up where it stopped',
    async (signal) => {
      const data = dataFolder(signal);
      const first = await brokers.start({ data });
      const before = clientsOf(first.connectionString, 'tasks');
      await before.send([{ body: 'kept' }], { partitionId: '0' });
      await before.close();
      expect(await first.kill(signal)).toBe(0);
      const second = await brokers.start({ data });
      const after = clientsOf(second.connectionString, 'tasks');
      const [event] = await after.receive({ partition: '0', count: 1, from: earliestEventPosition });
      expect(event!.body).toBe('kept');
      await after.close();
      await second.kill('SIGKILL');
    },
  );

  it('ends with the process that started it', async () => {
    const broker = await brokers.start({ data: dataFolder('orphan') });
    const gone = once(broker.child, 'exit');
    broker.child.disconnect();
    expect((await gone)[0]).toBe(0);
  });

  it('deletes the oldest events when a partition is as large as it may be', async () => {
    const data = dataFolder('small');
    const broker = await brokers.start({ data, env: { MESH_RETENTION_MB: '1' } });
    const clients = clientsOf(broker.connectionString, 'tasks');
    for (let sent = 0; sent < 6; sent++)
      await clients.send([{ body: Buffer.alloc(300_000) }], { partitionId: '0' });
    const { beginningSequenceNumber, lastEnqueuedSequenceNumber } = await clients
      .producer()
      .getPartitionProperties('0');
    expect({ beginningSequenceNumber, lastEnqueuedSequenceNumber }).toEqual({
      beginningSequenceNumber: 3,
      lastEnqueuedSequenceNumber: 5,
    });
    await clients.close();
    await broker.kill('SIGTERM');
  });

  it('says what to do when its port is taken', async () => {
    const broker = await brokers.start({ data: dataFolder('first') });
    const args = ['--data', dataFolder('second'), '--config', brokers.config, '--port', String(broker.port)];
    const { code, stderr } = await brokers.run(...args);
    expect(code).toBe(1);
    expect(stderr).toBe(
      `broker: port ${broker.port} is in use: stop what listens there, or give the broker another port with --port\n`,
    );
    await broker.kill('SIGKILL');
  });

  it('says what to do when another broker has its folder', async () => {
    const data = dataFolder('shared');
    const broker = await brokers.start({ data });
    const { code, stderr } = await brokers.run('--data', data, '--config', brokers.config, '--port', '0');
    expect(code).toBe(1);
    expect(stderr).toBe(
      `broker: the data folder ${data} is in use by the broker with process id ${broker.child.pid}: stop that one, or choose another folder\n`,
    );
    await broker.kill('SIGKILL');
  });

  it.each([
    ['no data folder', ['--config', 'x.json'], '--data is missing'],
    ['an option it does not know', ['--prot', '1'], "Unknown option '--prot'"],
    ['no number for a port', ['--port', 'x'], "--port must be a whole number from 0 to 65535, but is 'x'"],
    [
      'a size that is none',
      ['--data', 'd', '--config', 'package.json', '--retention-mb', '1.5'],
      "--retention-mb must be a whole number from 0 to 1000000, but is '1.5'",
    ],
    [
      'a config that is not there',
      ['--data', 'd', '--config', 'missing.json'],
      "the broker's config missing.json cannot be read",
    ],
  ])('explains %s', async (_, args, expected) => {
    const { code, stderr } = await brokers.run(...args);
    expect(code).toBe(1);
    expect(stderr).toContain(expected);
  });
});
