import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { EventHubProducerClient } from '@azure/event-hubs';
import { build } from 'esbuild';
import { blobCheckpointStore } from '../../../src/local/host/checkpoint-store';
import type { Ownership } from '../../../src/local/host/checkpoint-store';
import { startTestAzurite } from '../../support/azurite';
import type { TestAzurite } from '../../support/azurite';
import { startTestBroker } from '../../support/broker';
import type { TestBroker } from '../../support/broker';
import { buildFixture, startProbe } from './support';
import type { FixtureApp, Probe } from './support';

jest.setTimeout(60_000);

const partitions = ['0', '1', '2', '3'];
// Long enough for a host that has to wait for its turn on a busy machine.
const ownershipMs = 2000;

let azurite: TestAzurite;
let fixture: FixtureApp;
let broker: TestBroker;
const hosts: Host[] = [];

// Below the project, where a bundle finds its packages.
const folder = join(process.cwd(), 'dist', `test-two-hosts-${process.pid}`);

beforeAll(async () => {
  [azurite, fixture, broker] = await Promise.all([
    startTestAzurite(),
    buildFixture(),
    startTestBroker({ shared: { partitions: partitions.length, groups: [] } }),
    build({
      bundle: true,
      platform: 'node',
      target: 'node22',
      format: 'cjs',
      entryPoints: ['src/local/host-main.ts', 'src/local/worker-main.ts'],
      outdir: folder,
      packages: 'external',
    }),
  ]);
});
afterAll(async () => {
  await Promise.all(hosts.map((host) => host.end()));
  await Promise.all([broker.stop(), azurite.stop()]);
  fixture.remove();
  rmSync(folder, { recursive: true, force: true });
});
/** A host in a process of its own, as `npm start` starts one, whose function tells a probe of its own. */
interface Host {
  child: ChildProcess;
  probe: Probe;
  end(): Promise<void>;
}

const startHost = async (): Promise<Host> => {
  const probe = await startProbe();
  const args = [join(folder, 'host-main.js'), '--port', '0', '--root', fixture.root];
  const off = ['queue', 'timer', 'retried', 'strings', 'parsed'];
  const child = spawn(process.execPath, args, {
    env: {
      PATH: process.env['PATH'],
      PROBE_URL: probe.url,
      EVENTHUB: broker.connectionString,
      HUB: 'shared',
      AzureWebJobsStorage: azurite.connectionString,
      QUEUE_NAME: 'unused',
      TIMER: '0 0 0 1 1 *',
      MESH_HOST_OWNERSHIP_MS: String(ownershipMs),
      MESH_HOST_BALANCE_MS: '100',
      ...Object.fromEntries(off.map((name) => [`AzureWebJobs.${name}.Disabled`, '1'])),
    },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const ended = once(child, 'exit');
  const end = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    await probe.close();
  };
  const host = { child, probe, end };
  hosts.push(host);
  await once(child, 'message');
  return host;
};

const storeOf = () =>
  blobCheckpointStore({
    connectionString: azurite.connectionString,
    fullyQualifiedNamespace: 'localhost',
    hub: 'shared',
    consumerGroup: '$Default',
  });
/** Blobs tell nobody that they changed. */
const untilBlobsSay = async <T>(look: () => Promise<T | undefined>): Promise<T> => {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
const ownerships = (isSo: (counts: number[]) => boolean): Promise<Ownership[]> =>
  untilBlobsSay(async () => {
    const { ownerships: found } = await storeOf().list();
    const counts = [...Map.groupBy(found, ({ ownerId }) => ownerId).values()].map((owned) => owned.length);
    return isSo(counts) ? found : undefined;
  });
const halfEach = (counts: number[]): boolean => counts.length === 2 && counts.every((count) => count === 2);
const ownerOf = (all: readonly Ownership[], id: string): Ownership =>
  all.find(({ partitionId }) => partitionId === id)!;

/** An event says which partition it was sent to, and in which round. */
const send = async (round: string): Promise<void> => {
  const producer = new EventHubProducerClient(broker.connectionString, 'shared');
  await Promise.all(
    partitions.map((id) =>
      producer.sendBatch([{ body: Buffer.from(`${id} ${round}`) }], { partitionId: id }),
    ),
  );
  await producer.close();
};

const textOf = (event: unknown): string => Buffer.from((event as { hex: string }).hex, 'hex').toString();
/** What a host's function was given, in the order of the calls. */
const givenTo = ({ probe }: Host): string[] => probe.seen.flatMap(({ seen }) => seen.events.map(textOf));
const partitionsOf = (host: Host, round: string): string[] =>
  givenTo(host)
    .filter((text) => text.slice(2) === round)
    .map((text) => text[0]!)
    .toSorted();

const all = (round: string): string[] => partitions.map((id) => `${id} ${round}`);
/** Waits until the hosts' functions were given all of these events; what is awaited is the next call. */
const given = async (events: readonly string[], ...by: Host[]): Promise<void> => {
  const missing = (): boolean => {
    const seen = new Set(by.flatMap(givenTo));
    return events.some((event) => !seen.has(event));
  };
  while (missing()) await Promise.race(by.map(({ probe }) => probe.told('binary', probe.seen.length + 1)));
};

/** Sends rounds until each host reads its half: the blobs say it before the links are there. */
const settled = async (first: Host, second: Host): Promise<void> => {
  await ownerships(halfEach);
  for (let n = 0; ; n++) {
    const round = `warm ${n}`;
    await send(round);
    await given(all(round), first, second);
    const [one, other] = [partitionsOf(first, round), partitionsOf(second, round)];
    if (one.length === 2 && [...one, ...other].toSorted().join() === partitions.join()) return;
  }
};

// One scene after the other, with the same two: to start a host takes longer than all that they do.
describe('two hosts of one app', () => {
  let first: Host;
  let second: Host;

  it('share the partitions when one joins the other, and each event is given to one of them', async () => {
    first = await startHost();
    await send('alone');
    await given(all('alone'), first);
    second = await startHost();
    await settled(first, second);
    for (const round of ['one', 'two', 'three']) {
      await send(round);
      await given(all(round), first, second);
      expect(partitionsOf(first, round)).toHaveLength(2);
      expect([...partitionsOf(first, round), ...partitionsOf(second, round)].toSorted()).toEqual(partitions);
    }
  });

  it('share them anew when one that was frozen for too long, and lost its own, wakes up', async () => {
    first.child.kill('SIGSTOP');
    await send('frozen');
    await given(all('frozen'), second);
    first.child.kill('SIGCONT');
    await settled(first, second);
  });

  it('have one take over from the other that was killed, what it had in hand included, when its ownership is over', async () => {
    first.probe.answer('binary', 'hang');
    await send('in hand');
    await given(all('in hand'), first, second);
    const inHand = partitionsOf(first, 'in hand');
    const before = await ownerships(halfEach);
    first.child.kill('SIGKILL');
    await send('after');
    const after = await ownerships((counts) => counts[0] === 4);
    await given([...all('in hand'), ...all('after')], second);
    expect(inHand).toHaveLength(2);
    // Nothing but what the dead one had in hand was given twice.
    expect(partitionsOf(second, 'in hand')).toEqual(partitions);
    expect(partitionsOf(second, 'after')).toEqual(partitions);
    expect(partitionsOf(first, 'after')).toEqual([]);
    for (const id of inHand) {
      const waited = ownerOf(after, id).lastModified.getTime() - ownerOf(before, id).lastModified.getTime();
      expect(waited).toBeGreaterThanOrEqual(ownershipMs);
    }
  });
});
