import { Command } from 'commander';
import { actsText, type ActsView } from '../acts-text';
import { CliError, type Client } from '../client';
import { hintFor, type Hint } from '../hint';
import type { GroupsView, LettersView, LetterView } from '../letter-view';
import { groupsText, lettersText, type Asked } from '../letters-text';
import { lines, print } from '../output';
import { showLetter } from '../show-letter';
import { until } from '../watch';
import { choiceOption, clientFor, queryOf, segment, type CommonOptions } from './common';

interface Filters {
  tenant?: string;
  state?: string;
  fingerprint?: string;
  type?: string;
  from?: string;
  to?: string;
}

interface Options extends CommonOptions, Filters {
  groups?: boolean;
  acts?: boolean;
  erase?: boolean;
  reason?: string;
  cursor?: string;
}

const STATES = ['new', 'replaying', 'resolved', 'parked'] as const;

const filtersOf = ({ tenant, state, fingerprint, type, from, to }: Options): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ tenant, state, fingerprint, type, from, to }).filter(([, value]) => value),
  ) as Record<string, string>;

const askedBy = (options: Options): Asked => ({
  ...options,
  words: Object.entries(filtersOf(options)).flatMap(([name, value]) => [`--${name}`, value]),
});

const one = async (client: Client, id: string, options: Options): Promise<void> => {
  const { tenant, reason } = options;
  const letter = await client.get<LetterView>(`dead-letters/${segment(id)}${queryOf({ tenant, reason })}`);
  print(options.json, letter, () => showLetter(letter, hintFor(options), tenant !== undefined));
};

/** How long it is waited for. A replay that has the letter may take longer. */
const ERASED_WITHIN_MS = 15_000;

const erase = async (client: Client, id: string, options: Options): Promise<void> => {
  const { tenant, reason, json } = options;
  if (!reason) throw new CliError('Say why with --reason: it stays with the letter.');
  const path = `dead-letters/${segment(id)}`;
  const asked = await client.post<object>(`${path}/erase`, { reason, ...(tenant && { tenant }) });
  // Each look at another tenant's letter is recorded: it is not looked at again and again.
  if (tenant) return print(json, asked, () => `What letter ${id} carried is erased in a moment.`);
  const end = performance.now() + ERASED_WITHIN_MS;
  const letter = await until(() => client.get<LetterView>(path), {
    done: ({ erased }) => erased !== undefined || performance.now() > end,
    show: () => undefined,
  });
  print(json, letter, () => erasedText(letter, hintFor(options)));
};

const erasedText = ({ id, erased, state, run }: LetterView, hint: Hint): string => {
  if (!erased)
    return `What letter ${id} carried will be erased ${state === 'replaying' ? 'when its replay is over' : 'in a moment'}.`;
  return lines(
    `What letter ${id} carried is erased.`,
    run && `Its run stays as it is, and has data of its own: ${hint('run', run)}`,
  );
};

const groups = async (client: Client, options: Options): Promise<void> => {
  const found = await client.get<GroupsView>(`dead-letters/groups${queryOf(filtersOf(options))}`);
  print(options.json, found, () => groupsText(found, askedBy(options)));
};

const acts = async (client: Client, options: Options): Promise<void> => {
  const { tenant, cursor } = options;
  const found = await client.get<ActsView>(`dead-letters/acts${queryOf({ tenant, cursor })}`);
  print(options.json, found, () => actsText(found, askedBy(options)));
};

const list = async (client: Client, options: Options): Promise<void> => {
  const query = queryOf({ ...filtersOf(options), cursor: options.cursor });
  const found = await client.get<LettersView>(`dead-letters${query}`);
  print(options.json, found, () => lettersText(found, askedBy(options)));
};

const deadLetters = (id: string | undefined, options: Options): Promise<void> => {
  const client = clientFor(options);
  if (id !== undefined) return (options.erase ? erase : one)(client, id, options);
  if (options.erase) throw new CliError('Say which letter: dead-letters <id> --erase --reason "…".');
  if (options.acts) return acts(client, options);
  return options.groups ? groups(client, options) : list(client, options);
};

export const deadLettersCommand = () =>
  new Command('dead-letters')
    .description('Lists what could not be processed, newest first; with an id, one letter whole.')
    .argument('[id]', 'id of a letter')
    .option('--groups', 'how many of each kind, by fingerprint')
    .option(
      '--tenant <tenant>',
      "whose letters; operators of the mesh name any tenant, and '*' for everybody's; that is recorded",
    )
    .option(
      '--reason <text>',
      'why; with --erase, and with --tenant and an id to see what the letter carried',
    )
    .option('--erase', 'with an id: erase for good what the letter carried; needs --reason')
    .option('--acts', 'what operators did with these letters: who, when and why')
    .addOption(choiceOption('--state <state>', 'what became of them', STATES))
    .option('--fingerprint <fingerprint>', 'of one kind only')
    .option('--type <type>', 'type of the event')
    .option('--from <time>', 'dead letters since then (RFC 3339)')
    .option('--to <time>', 'dead letters until then (RFC 3339)')
    .option('--cursor <cursor>', 'go on where the last list ended')
    .action(deadLetters);
