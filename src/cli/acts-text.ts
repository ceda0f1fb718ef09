import { hintFor } from './hint';
import { EVERYBODY, tenantWords, type Asked } from './letters-text';
import { lines } from './output';
import { tableOf } from './table';
import { counted, moment } from './words';

interface ActView {
  at: string;
  by: { id: string };
  what: string;
  /** Whose letters. */
  tenant: string;
  letter?: string;
  letters?: number;
  reason?: string;
}

/** What operators did, as `GET /api/dead-letters/acts` lists it. */
export interface ActsView {
  acts: readonly ActView[];
  cursor?: string;
}

const DID: Readonly<Record<string, string>> = {
  listed: 'listed',
  grouped: 'counted',
  read: 'looked at',
  'read-content': 'looked into',
  foretold: 'asked what a replay would do with',
  replayed: 'brought back',
  erased: 'erased',
};

const row = ({ at, by, what, tenant, letter, letters, reason }: ActView) => [
  moment(at),
  by.id,
  DID[what] ?? what,
  letter ?? (letters === undefined ? '' : counted(letters, 'letter')),
  tenant === EVERYBODY ? 'everybody' : tenant,
  reason,
];

/** Who did what with whose letters. */
export const actsText = ({ acts, cursor }: ActsView, asked: Asked): string =>
  acts.length === 0
    ? 'No operator did anything with these letters that is recorded.'
    : lines(
        tableOf(['WHEN', 'WHO', 'DID', 'LETTERS', 'OF', 'WHY'], acts.map(row)),
        cursor &&
          `\nMore: ${hintFor(asked)('dead-letters', '--acts', ...tenantWords(asked.tenant), '--cursor', cursor)}`,
      );
