import { Command } from 'commander';
import { print, tableOf } from '../print';
import { clientFor, queryOf, type CommonOptions } from './common';

interface Options extends CommonOptions {
  groups?: boolean;
  state?: string;
  fingerprint?: string;
  type?: string;
  cursor?: string;
}

interface Letter {
  id: string;
  state: string;
  stage: string;
  reason: { code: string; message: string };
  eventType?: string;
  run?: string;
  firstAt: string;
  fingerprint: string;
  attempt: number;
}

const listed = ({ letters, cursor }: { letters: Letter[]; cursor?: string }): string =>
  letters.length
    ? [
        tableOf(
          ['LETTER', 'STATE', 'REASON', 'TYPE', 'RUN', 'SINCE'],
          letters.map((letter) => [
            letter.id,
            letter.state,
            letter.reason.code,
            letter.eventType,
            letter.run,
            letter.firstAt,
          ]),
        ),
        cursor && `More: npm run mesh -- dead-letters --cursor ${cursor}`,
        'One of them whole: npm run mesh -- dead-letters <letter>. Bring them back: npm run mesh -- replay --help.',
      ]
        .filter(Boolean)
        .join('\n')
    : 'There are no dead letters.';

const grouped = ({
  groups,
}: {
  groups: {
    fingerprint: string;
    count: number;
    reason: { code: string; message: string };
    lastAt?: string;
  }[];
}): string =>
  tableOf(
    ['FINGERPRINT', 'COUNT', 'REASON', 'MESSAGE'],
    groups.map(({ fingerprint, count, reason }) => [fingerprint, count, reason.code, reason.message]),
  );

const deadLetters = async (id: string | undefined, options: Options): Promise<void> => {
  const client = clientFor(options);
  if (id) {
    const letter = await client.get(`dead-letters/${id}`);
    return print(true, letter, () => '');
  }
  const { state, fingerprint, type, cursor } = options;
  if (options.groups) {
    const groups = await client.get<Parameters<typeof grouped>[0]>('dead-letters/groups');
    return print(options.json, groups, () => grouped(groups));
  }
  const found = await client.get<Parameters<typeof listed>[0]>(
    `dead-letters${queryOf({ state, fingerprint, type, cursor })}`,
  );
  print(options.json, found, () => listed(found));
};

export const deadLettersCommand = () =>
  new Command('dead-letters')
    .description('Lists what could not be processed, newest first; with an id, one letter whole.')
    .argument('[id]', 'id of a letter')
    .option('--groups', 'how many of each kind, by fingerprint')
    .option('--state <state>', 'new, replaying, resolved or parked')
    .option('--fingerprint <fingerprint>', 'of one kind only')
    .option('--type <type>', 'type of the event')
    .option('--cursor <cursor>', 'go on where the last list ended')
    .action(deadLetters);
