import { DefaultAzureCredential } from '@azure/identity';
import { EventHubConsumerClient, type ReceivedEventData } from '@azure/event-hubs';
import { Command, Option } from 'commander';
import { HUBS } from '../../contracts/hubs';
import { brokerConnection } from '../../local/supervisor/environment';
import { PORTS } from '../../local/supervisor/ports';
import { readPorts } from '../../local/supervisor/registry';
import { dataFolderOf } from '../address';
import { CliError } from '../client';
import { dim } from '../style';
import { eventIn, passes, tailLine, type Passing, type TailFilter } from '../tail-line';
import { terminalColumns } from '../terminal';
import { momentOption, oneMore } from './capture-options';
import { numberOption, type CommonOptions } from './common';

interface Options extends CommonOptions, TailFilter {
  hub?: string[];
  eventhubs?: string;
  since?: number;
  count?: number;
  payload?: boolean;
}

/** Nobody's progress depends on it: whoever looks on takes nothing from those who work. */
const GROUP = 'observability';
/** Soon known to be away, where it is on this machine. */
const LOCAL = { retryOptions: { maxRetries: 1, retryDelayInMs: 200, timeoutInMs: 5_000 } };

const consumerOf = (options: Options) => {
  const { eventhubs } = options;
  if (eventhubs) {
    const credential = new DefaultAzureCredential();
    return (hub: string) => new EventHubConsumerClient(GROUP, eventhubs, hub, credential);
  }
  const connection = brokerConnection(readPorts(dataFolderOf(options)) ?? PORTS);
  return (hub: string) => new EventHubConsumerClient(GROUP, connection, hub, LOCAL);
};

const REASONS: Readonly<Record<string, string>> = {
  UnauthorizedError:
    'this identity may not read it. It needs the role Azure Event Hubs Data Receiver on the hub',
  MessagingEntityNotFoundError: 'there is no such hub',
  ECONNREFUSED: 'nobody answers there',
  ENOTFOUND: 'there is no such address',
};

const inWords = (hub: string, error: unknown): CliError => {
  const { code = '', name = '', message } = error as { code?: string; name?: string; message: string };
  return new CliError(`The hub '${hub}' is not told: ${REASONS[code] ?? REASONS[name] ?? message}.`);
};

const bytesOf = (body: unknown): Uint8Array =>
  body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));

const passingOf = (hub: string, { body, enqueuedTimeUtc, properties = {} }: ReceivedEventData): Passing => ({
  hub,
  at: enqueuedTimeUtc,
  body: bytesOf(body),
  properties,
});

const tail = async (options: Options): Promise<void> => {
  const { hub: hubs = HUBS, count = Infinity, since = Date.now(), json, payload } = options;
  const fits = passes(options);
  const over = Promise.withResolvers<void>();
  let shown = 0;

  const show = (passing: Passing): void => {
    if (shown >= count || !fits(passing)) return;
    shown += 1;
    console.log(
      json
        ? JSON.stringify(eventIn(passing) ?? null)
        : tailLine(passing, { data: payload, columns: terminalColumns() }),
    );
    if (shown === count) over.resolve();
  };

  const open = consumerOf(options);
  const consumers = hubs.map((hub) => ({ hub, consumer: open(hub) }));
  for (const { hub, consumer } of consumers)
    consumer.subscribe(
      {
        processEvents: async (events) => events.map((event) => passingOf(hub, event)).forEach(show),
        processError: async (error) => over.reject(inWords(hub, error)),
      },
      { startPosition: { enqueuedOn: since }, skipParsingBodyAsJson: true },
    );
  process.once('SIGINT', () => {
    // The terminal shows ^C: the prompt comes below it.
    if (process.stderr.isTTY) process.stderr.write('\n');
    over.resolve();
  });
  // Not with what may be read by a program.
  if (process.stderr.isTTY && count === Infinity)
    process.stderr.write(
      `${dim(`Events as they pass${hubs === HUBS ? '' : `, of ${hubs.join(', ')}`}. Ctrl-C ends it.`)}\n`,
    );
  try {
    await over.promise;
  } finally {
    await Promise.allSettled(consumers.map(({ consumer }) => consumer.close()));
  }
};

export const tailCommand = () =>
  new Command('tail')
    .description('Shows events as they pass, from the hubs themselves, until Ctrl-C.')
    .option('--type <type>', 'of this type; * stands for any text; may come again', oneMore)
    .option('--tenant <tenant>', 'of one tenant')
    .option('--run <run>', 'of one run')
    .addOption(new Option('--hub <hub>', 'of this hub; may come again').argParser(oneMore))
    .addOption(new Option('--since <time>', 'from then on (RFC 3339; default: now)').argParser(momentOption))
    .addOption(numberOption('--count <n>', 'end after so many'))
    .option('--payload', 'show their data too')
    .option('--eventhubs <host>', 'NAMESPACE.servicebus.windows.net (default: the broker of this machine)')
    .action(tail);
