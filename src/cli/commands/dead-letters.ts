import { Command } from 'commander';
import type { Client } from '../client';
import { hintFor } from '../hint';
import type { GroupView, LetterView } from '../letter-view';
import { lines, print } from '../output';
import { showLetter } from '../show-letter';
import { statusText } from '../style';
import { tableOf } from '../table';
import { counted, moment } from '../words';
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
  reason?: string;
  cursor?: string;
}

const STATES = ['new', 'replaying', 'resolved', 'parked'] as const;

const filtersOf = ({
  tenant,
  state,
  fingerprint,
  type,
  from,
  to,
}: Options): Filters & Record<string, string | undefined> => ({
  ...(tenant && { tenant }),
  ...(state && { state }),
  ...(fingerprint && { fingerprint }),
  ...(type && { type }),
  ...(from && { from }),
  ...(to && { to }),
});

interface Page {
  letters: readonly LetterView[];
  cursor?: string;
  moreTenants?: true;
}

/** Everybody's letters. */
const EVERYBODY = '*';

/** The words that name a tenant, where one was named: quoted as a shell needs it. */
const tenantWords = (tenant: string | undefined): string[] => (tenant ? ['--tenant', tenant] : []);

/** Whose letters these are is told where that is not plain, and named in what follows. */
const namedOf = ({ tenant }: LetterView, options: Options): string[] =>
  tenantWords(options.tenant === undefined ? undefined : tenant);

const none = ({ tenant }: Options): string =>
  tenant === undefined
    ? "There are no such dead letters. Operators of the mesh see those of other tenants with --tenant '*'."
    : 'There are no such dead letters.';

const NOT_ALL = '\nThere are more tenants than were looked through: name one with --tenant.';

const listed = ({ letters, cursor, moreTenants }: Page, options: Options): string => {
  const hint = hintFor(options);
  if (letters.length === 0) return lines(none(options), moreTenants && NOT_ALL);
  const isAll = options.tenant === EVERYBODY;
  const words = Object.entries(filtersOf(options)).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const [first] = letters;
  const named = namedOf(first!, options);
  return lines(
    tableOf(
      ['LETTER', ...(isAll ? ['TENANT'] : []), 'STATE', 'SINCE', 'REASON', 'EVENT', 'RUN'],
      letters.map(({ id, tenant, state, lastAt, reason, eventType, run }) => [
        id,
        ...(isAll ? [tenant] : []),
        statusText(state),
        moment(lastAt),
        reason.code,
        eventType,
        run,
      ]),
    ),
    moreTenants && NOT_ALL,
    cursor && `\nMore: ${hint('dead-letters', ...words, '--cursor', cursor)}`,
    `\nOne of them whole:  ${hint('dead-letters', first!.id, ...named)}`,
    `Bring it back:      ${hint('replay', '--id', first!.id, ...named, '--dry-run')}`,
  );
};

/** Letters that a replay takes when it is not told how many. */
const REPLAY_LIMIT = 100;

const openOf = ({ count, byState }: GroupView): number => count - (byState['resolved'] ?? 0);

/** The tenant that most of a group are of. */
const mostlyOf = ({ byTenant = {} }: GroupView): string | undefined =>
  Object.entries(byTenant).toSorted((a, b) => b[1] - a[1])[0]?.[0];

/** `contoso 9, fabrikam 3` */
const whose = ({ byTenant = {} }: GroupView): string =>
  Object.entries(byTenant)
    .toSorted((a, b) => b[1] - a[1])
    .map(([tenant, count]) => `${tenant} ${count}`)
    .join(', ');

/** What to do with a group, as long as there is something to do. */
const nextSteps = (group: GroupView | undefined, options: Options): string | false => {
  if (!group) return false;
  const hint = hintFor(options);
  const open = openOf(group);
  const limit = open > REPLAY_LIMIT ? ['--limit', String(open)] : [];
  const { tenant } = options;
  // A replay is of one tenant's letters.
  const named = tenantWords(tenant === EVERYBODY ? mostlyOf(group) : tenant);
  return lines(
    `\nThose of one kind:  ${hint('dead-letters', '--fingerprint', group.fingerprint, ...tenantWords(tenant))}`,
    `Bring them back:    ${hint('replay', '--fingerprint', group.fingerprint, ...named, ...limit, '--dry-run')}`,
  );
};

interface Groups {
  groups: readonly GroupView[];
  moreTenants?: true;
}

const grouped = ({ groups, moreTenants }: Groups, options: Options): string => {
  if (groups.length === 0) return lines(none(options), moreTenants && NOT_ALL);
  const isAll = options.tenant === EVERYBODY;
  return lines(
    tableOf(
      [
        'FINGERPRINT',
        'LETTERS',
        'OPEN',
        ...(isAll ? ['WHOSE'] : []),
        'FIRST',
        'LAST',
        'WHILE',
        'WHAT',
        'REASON',
      ],
      groups.map((group) => [
        group.fingerprint,
        group.count,
        openOf(group),
        ...(isAll ? [whose(group)] : []),
        moment(group.firstAt),
        moment(group.lastAt),
        group.stage,
        group.skill ?? group.eventType,
        `${group.reason.code}: ${group.reason.message}`,
      ]),
      { right: [1, 2] },
    ),
    moreTenants && NOT_ALL,
    nextSteps(
      groups.find((group) => openOf(group) > 0),
      options,
    ),
  );
};

const one = async (client: Client, id: string, options: Options): Promise<void> => {
  const { tenant, reason } = options;
  const letter = await client.get<LetterView>(`dead-letters/${segment(id)}${queryOf({ tenant, reason })}`);
  print(options.json, letter, () => showLetter(letter, hintFor(options), tenant !== undefined));
};

const groups = async (client: Client, options: Options): Promise<void> => {
  const found = await client.get<Groups>(`dead-letters/groups${queryOf(filtersOf(options))}`);
  print(options.json, found, () => grouped(found, options));
};

const list = async (client: Client, options: Options): Promise<void> => {
  const query = queryOf({ ...filtersOf(options), cursor: options.cursor });
  const found = await client.get<Page>(`dead-letters${query}`);
  print(options.json, found, () => listed(found, options));
};

interface ActView {
  at: string;
  by: { id: string };
  what: string;
  tenant: string;
  letter?: string;
  letters?: number;
  reason?: string;
}

const DID: Readonly<Record<string, string>> = {
  listed: 'listed',
  grouped: 'counted',
  read: 'looked at',
  'read-content': 'looked into',
  foretold: 'asked what a replay would do of',
  replayed: 'brought back',
  erased: 'erased what was carried by',
};

const acts = async (client: Client, options: Options): Promise<void> => {
  const { tenant, cursor } = options;
  const found = await client.get<{ acts: readonly ActView[]; cursor?: string }>(
    `dead-letters/acts${queryOf({ tenant, cursor })}`,
  );
  const row = ({ at, by, what, tenant: of, letter, letters, reason }: ActView) => [
    moment(at),
    by.id,
    DID[what] ?? what,
    letter ?? (letters === undefined ? '' : counted(letters, 'letter')),
    of === EVERYBODY ? 'everybody' : of,
    reason,
  ];
  print(options.json, found, () =>
    found.acts.length === 0
      ? 'Nobody of the operators did anything with these letters.'
      : lines(
          tableOf(['WHEN', 'WHO', 'DID', 'LETTERS', 'OF', 'WHY'], found.acts.map(row)),
          found.cursor &&
            `\nMore: ${hintFor(options)('dead-letters', '--acts', ...tenantWords(tenant), '--cursor', found.cursor)}`,
        ),
  );
};

const deadLetters = (id: string | undefined, options: Options): Promise<void> => {
  const client = clientFor(options);
  if (id !== undefined) return one(client, id, options);
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
    .option('--reason <text>', 'with --tenant and an id: show what it carried too; why is recorded')
    .option('--acts', 'what operators did with these letters: who, when and why')
    .addOption(choiceOption('--state <state>', 'what became of them', STATES))
    .option('--fingerprint <fingerprint>', 'of one kind only')
    .option('--type <type>', 'type of the event')
    .option('--from <time>', 'dead letters since then (RFC 3339)')
    .option('--to <time>', 'dead letters until then (RFC 3339)')
    .option('--cursor <cursor>', 'go on where the last list ended')
    .action(deadLetters);
