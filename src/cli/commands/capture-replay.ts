import { setTimeout as sleep } from 'node:timers/promises';
import { DefaultAzureCredential } from '@azure/identity';
import { EventHubProducerClient } from '@azure/event-hubs';
import { brokerConnection } from '../../local/supervisor/environment';
import { PORTS } from '../../local/supervisor/ports';
import { readPorts } from '../../local/supervisor/registry';
import { dataFolderOf } from '../address';
import { pace } from '../capture/pace';
import type { Located } from '../capture/read-files';
import { hubSender, type Sender } from '../capture/sender';
import { CliError } from '../client';
import { hintFor } from '../hint';
import { endWith, lines, print } from '../output';
import type { CaptureCliOptions } from './capture-options';
import { count, reportText, scan } from './capture-scan';

/** What starts runs, and nothing else: the events that are always safe to publish again. */
const INTENTS = ['intents', 'intents-priority'];

/** Soon known to be away, where it is on this machine. */
const LOCAL = { retryOptions: { maxRetries: 1, retryDelayInMs: 200, timeoutInMs: 5000 } };

const senderFor = (options: CaptureCliOptions): Sender => {
  const { eventhubs, toHub } = options;
  const target = toHub === undefined ? {} : { toHub };
  if (eventhubs) {
    const credential = new DefaultAzureCredential();
    const open = (hub: string) => new EventHubProducerClient(eventhubs, hub, credential);
    return hubSender({ open, title: eventhubs, ...target });
  }
  const ports = readPorts(dataFolderOf(options)) ?? PORTS;
  const open = (hub: string) => new EventHubProducerClient(brokerConnection(ports), hub, LOCAL);
  return hubSender({ open, title: `The broker at localhost:${ports.broker}`, ...target });
};

/** Intents unless told; letters have a way of their own, which knows what became of them. */
const withHubs = (options: CaptureCliOptions): CaptureCliOptions => {
  const { hub = options.toHub ? undefined : INTENTS, toHub } = options;
  if (!toHub && hub?.some((name) => name.toLowerCase() === 'dlq'))
    throw new CliError(
      `Dead letters are brought back by replays, which know what became of them: ${hintFor(options)('replay', '--help')}. To read them from Capture use export, or name another hub with --to-hub.`,
    );
  return { ...options, ...(hub && { hub }) };
};

const MAX_CHUNK = 500;
/** Small enough that the pace is even, large enough that batches are. */
const chunkFor = (perSecond: number): number => Math.min(MAX_CHUNK, Math.max(1, Math.ceil(perSecond / 5)));

async function* chunksOf<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let chunk: T[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

const publish = async (
  events: AsyncIterable<Located>,
  sender: Sender,
  perSecond: number,
): Promise<number> => {
  const wait = pace({ perSecond, now: () => performance.now(), sleep });
  let sent = 0;
  try {
    for await (const chunk of chunksOf(events, chunkFor(perSecond))) {
      await sender.send(chunk);
      sent += chunk.length;
      await wait(chunk.length);
    }
    return sent;
  } catch (error) {
    if (!(error instanceof CliError) || sent === 0) throw error;
    throw new CliError(
      `${error.message}\nStopped after ${sent} events. Run the same command again: what was published already is known by its id.`,
    );
  } finally {
    await sender.close();
  }
};

/** Publishes captured events again, as they were. */
export const replayEvents = async (given: CaptureCliOptions): Promise<void> => {
  const options = withHubs(given);
  if (options.dryRun) return count('A replay', options);
  const found = await scan(options);
  await publish(found.events, senderFor(options), options.perSecond);
  found.end();
  const report = found.report();
  print(options.json, report, () =>
    lines(
      reportText(report, `Published${options.toHub ? ` to ${options.toHub}` : ' again'}`),
      report.events > 0 && !options.toHub && `See their runs: ${hintFor(options)('runs')}`,
    ),
  );
  endWith(report.damaged.length === 0);
};
