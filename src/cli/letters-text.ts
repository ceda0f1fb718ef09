import { hintFor } from './hint';
import type { GroupsView, GroupView, LettersView, LetterView } from './letter-view';
import { lines } from './output';
import { statusText } from './style';
import { tableOf } from './table';
import { moment } from './words';
import type { AddressOptions } from './address';

/** Everybody's letters. */
export const EVERYBODY = '*';

/** What was asked for, as far as the text goes on from it. */
export interface Asked extends AddressOptions {
  tenant?: string;
  /** All criteria, as words of the command line. */
  words: readonly string[];
}

/** The words that name a tenant, where one was named. */
export const tenantWords = (tenant: string | undefined): string[] => (tenant ? ['--tenant', tenant] : []);

const none = ({ tenant }: Asked): string =>
  tenant === undefined
    ? "There are no such dead letters. Operators of the mesh see those of other tenants with --tenant '*'."
    : 'There are no such dead letters.';

const NOT_ALL = '\nThere are more tenants than were looked through: name one with --tenant.';

const nextForOne = ({ id, tenant }: LetterView, asked: Asked): string => {
  const hint = hintFor(asked);
  const named = tenantWords(asked.tenant === undefined ? undefined : tenant);
  return lines(
    `\nOne of them whole:  ${hint('dead-letters', id, ...named)}`,
    `Bring it back:      ${hint('replay', '--id', id, ...named, '--dry-run')}`,
  );
};

/** Letters as a table, and what to do next. */
export const lettersText = ({ letters, cursor, moreTenants }: LettersView, asked: Asked): string => {
  const [first] = letters;
  if (!first) return lines(none(asked), moreTenants && NOT_ALL);
  const isAll = asked.tenant === EVERYBODY;
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
    cursor && `\nMore: ${hintFor(asked)('dead-letters', ...asked.words, '--cursor', cursor)}`,
    nextForOne(letters.find(({ state }) => state !== 'resolved') ?? first, asked),
  );
};

/** Letters that a replay takes when it is not told how many. */
const REPLAY_LIMIT = 100;

const openOf = ({ count, byState }: GroupView): number => count - (byState['resolved'] ?? 0);

const byCount = ({ byTenant = {} }: GroupView): [string, number][] =>
  Object.entries(byTenant).toSorted((a, b) => b[1] - a[1]);

/** `contoso 9, fabrikam 3` */
const whose = (group: GroupView): string =>
  byCount(group)
    .map(([tenant, count]) => `${tenant} ${count}`)
    .join(', ');

/** What to do with a group, as long as there is something to do. */
const nextForGroup = (group: GroupView | undefined, asked: Asked): string | false => {
  if (!group) return false;
  const hint = hintFor(asked);
  const open = openOf(group);
  const limit = open > REPLAY_LIMIT ? ['--limit', String(open)] : [];
  const { tenant } = asked;
  // A replay is of one tenant's letters: of whoever has most of them.
  const named = tenantWords(tenant === EVERYBODY ? byCount(group)[0]?.[0] : tenant);
  const kind = ['--fingerprint', group.fingerprint];
  return lines(
    `\nThose of one kind:  ${hint('dead-letters', ...kind, ...tenantWords(tenant))}`,
    `Bring them back:    ${hint('replay', ...kind, ...named, ...limit, '--dry-run')}`,
  );
};

/** Groups of letters that failed alike, and what to do next. */
export const groupsText = ({ groups, moreTenants }: GroupsView, asked: Asked): string => {
  if (groups.length === 0) return lines(none(asked), moreTenants && NOT_ALL);
  const isAll = asked.tenant === EVERYBODY;
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
    nextForGroup(
      groups.find((group) => openOf(group) > 0),
      asked,
    ),
  );
};
