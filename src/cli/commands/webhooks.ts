import { Argument, Command } from 'commander';
import { CliError } from '../client';
import { hintFor } from '../hint';
import { lines, print } from '../output';
import { statusText } from '../style';
import { tableOf } from '../table';
import { moment } from '../words';
import { clientFor, segment, type CommonOptions } from './common';

interface Options extends CommonOptions {
  type?: readonly string[];
  status?: readonly string[];
  reference?: string;
}

interface Webhook {
  key: string;
  sinkHost: string;
  types: readonly string[];
  statuses: readonly string[];
  reference?: string;
  expiresAt: string;
  state: string;
  since?: string;
  reason?: string;
}

type Made = Webhook & { id: string; link: string };

const oneMore = (value: string, values: readonly string[] = []): readonly string[] => [...values, value];

const wanted = ({ types, statuses, reference }: Webhook): string =>
  [
    types.length > 0 ? types.join(', ') : 'all types',
    statuses.length > 0 ? statuses.join(', ') : 'however they end',
    ...(reference === undefined ? [] : [reference]),
  ].join('; ');

const listed = (webhooks: readonly Webhook[]): string =>
  webhooks.length === 0
    ? 'Nobody is told when runs end.'
    : tableOf(
        ['WEBHOOK', 'STATE', 'HOST', 'EXPIRES', 'WANTS', 'WHY'],
        webhooks.map((webhook) => [
          webhook.key,
          statusText(webhook.state),
          webhook.sinkHost,
          moment(webhook.expiresAt),
          wanted(webhook),
          webhook.reason,
        ]),
      );

const list = async (options: Options): Promise<void> => {
  const { subscriptions } = await clientFor(options).get<{ subscriptions: Webhook[] }>('subscriptions');
  print(options.json, { subscriptions }, () => listed(subscriptions));
};

const add = async (sink: string, options: Options): Promise<void> => {
  const { type: types, status: statuses, reference } = options;
  const body = {
    sink,
    ...(types && { types }),
    ...(statuses && { statuses }),
    ...(reference && { reference }),
  };
  const made = await clientFor(options).post<Made>('subscriptions', body);
  print(options.json, made, () =>
    lines(
      `${made.sinkHost} is told when runs end: ${wanted(made)}.`,
      `\nTo remove it, and this is shown only now: ${hintFor(options)('webhooks', 'remove', made.id)}`,
    ),
  );
};

/** An id, or the address that was given with it. */
const idIn = (text: string): string => text.split('/').at(-1)!;

const remove = async (id: string, options: Options): Promise<void> => {
  await clientFor(options).remove(`hooks/${segment(idIn(id))}`);
  print(options.json, {}, () => 'There is no such webhook any more.');
};

const run = async (what: string, subject: string | undefined, options: Options): Promise<void> => {
  if (what === 'list') return list(options);
  if (subject === undefined)
    throw new CliError(
      what === 'add'
        ? 'Name where to send what ends: an https address.'
        : 'Name its id: it was shown when it was made.',
    );
  return what === 'add' ? add(subject, options) : remove(subject, options);
};

export const webhooksCommand = () =>
  new Command('webhooks')
    .description('Lists who is told when runs end, adds one, or removes one.')
    .addArgument(new Argument('[what]').choices(['list', 'add', 'remove']).default('list'))
    .argument('[address or id]', 'where to send what ends; or the id of one to remove')
    .option('--type <type>', 'with add: a type of intent; may come again (default: all)', oneMore)
    .option('--status <status>', 'with add: how a run ended; may come again (default: all)', oneMore)
    .option('--reference <reference>', 'with add: only the intent under this reference')
    .action(run);
