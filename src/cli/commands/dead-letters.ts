import { Command } from 'commander';
import type { Client } from '../client';
import { hintFor, type Hint } from '../hint';
import type { GroupView, LetterView } from '../letter-view';
import { lines, print } from '../output';
import { showLetter } from '../show-letter';
import { statusText } from '../style';
import { tableOf } from '../table';
import { moment } from '../words';
import { choiceOption, clientFor, queryOf, segment, type CommonOptions } from './common';

interface Filters {
  state?: string;
  fingerprint?: string;
  type?: string;
  from?: string;
  to?: string;
}

interface Options extends CommonOptions, Filters {
  groups?: boolean;
  cursor?: string;
}

const STATES = ['new', 'replaying', 'resolved', 'parked'] as const;

const filtersOf = ({
  state,
  fingerprint,
  type,
  from,
  to,
}: Options): Filters & Record<string, string | undefined> => ({
  ...(state && { state }),
  ...(fingerprint && { fingerprint }),
  ...(type && { type }),
  ...(from && { from }),
  ...(to && { to }),
});

interface Page {
  letters: readonly LetterView[];
  cursor?: string;
}

const listed = ({ letters, cursor }: Page, options: Options): string => {
  const hint = hintFor(options);
  if (letters.length === 0) return 'There are no such dead letters.';
  const words = Object.entries(filtersOf(options)).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return lines(
    tableOf(
      ['LETTER', 'STATE', 'SINCE', 'REASON', 'EVENT', 'RUN'],
      letters.map(({ id, state, lastAt, reason, eventType, run }) => [
        id,
        statusText(state),
        moment(lastAt),
        reason.code,
        eventType,
        run,
      ]),
    ),
    cursor && `\nMore: ${hint('dead-letters', ...words, '--cursor', cursor)}`,
    `\nOne of them whole:  ${hint('dead-letters', letters[0]!.id)}`,
    `Bring it back:      ${hint('replay', '--id', letters[0]!.id, '--dry-run')}`,
  );
};

/** Letters that a replay takes when it is not told how many. */
const REPLAY_LIMIT = 100;

const openOf = ({ count, byState }: GroupView): number => count - (byState['resolved'] ?? 0);

/** What to do with a group, as long as there is something to do. */
const nextSteps = (group: GroupView | undefined, hint: Hint): string | false => {
  if (!group) return false;
  const open = openOf(group);
  const limit = open > REPLAY_LIMIT ? ['--limit', String(open)] : [];
  return lines(
    `\nThose of one kind:  ${hint('dead-letters', '--fingerprint', group.fingerprint)}`,
    `Bring them back:    ${hint('replay', '--fingerprint', group.fingerprint, ...limit, '--dry-run')}`,
  );
};

const grouped = ({ groups }: { groups: readonly GroupView[] }, options: Options): string => {
  const hint = hintFor(options);
  if (groups.length === 0) return 'There are no such dead letters.';
  return lines(
    tableOf(
      ['FINGERPRINT', 'LETTERS', 'OPEN', 'FIRST', 'LAST', 'WHILE', 'WHAT', 'REASON'],
      groups.map((group) => [
        group.fingerprint,
        group.count,
        openOf(group),
        moment(group.firstAt),
        moment(group.lastAt),
        group.stage,
        group.skill ?? group.eventType,
        `${group.reason.code}: ${group.reason.message}`,
      ]),
      { right: [1, 2] },
    ),
    nextSteps(
      groups.find((group) => openOf(group) > 0),
      hint,
    ),
  );
};

const one = async (client: Client, id: string, options: Options): Promise<void> => {
  const letter = await client.get<LetterView>(`dead-letters/${segment(id)}`);
  print(options.json, letter, () => showLetter(letter, hintFor(options)));
};

const groups = async (client: Client, options: Options): Promise<void> => {
  const found = await client.get<{ groups: GroupView[] }>(
    `dead-letters/groups${queryOf(filtersOf(options))}`,
  );
  print(options.json, found, () => grouped(found, options));
};

const list = async (client: Client, options: Options): Promise<void> => {
  const query = queryOf({ ...filtersOf(options), cursor: options.cursor });
  const found = await client.get<Page>(`dead-letters${query}`);
  print(options.json, found, () => listed(found, options));
};

const deadLetters = (id: string | undefined, options: Options): Promise<void> => {
  const client = clientFor(options);
  if (id !== undefined) return one(client, id, options);
  return options.groups ? groups(client, options) : list(client, options);
};

export const deadLettersCommand = () =>
  new Command('dead-letters')
    .description('Lists what could not be processed, newest first; with an id, one letter whole.')
    .argument('[id]', 'id of a letter')
    .option('--groups', 'how many of each kind, by fingerprint')
    .addOption(choiceOption('--state <state>', 'what became of them', STATES))
    .option('--fingerprint <fingerprint>', 'of one kind only')
    .option('--type <type>', 'type of the event')
    .option('--from <time>', 'dead letters since then (RFC 3339)')
    .option('--to <time>', 'dead letters until then (RFC 3339)')
    .option('--cursor <cursor>', 'go on where the last list ended')
    .action(deadLetters);
