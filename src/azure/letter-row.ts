import type { TableEntity } from '@azure/data-tables';
import { PlatformError } from '../contracts/errors';
import { taskBucket } from '../contracts/ids';
import {
  type Letter,
  type LetterContent,
  type LetterState,
  type LetterSummary,
  summaryOf,
} from '../mesh/letters/letter';
import { backwards, dayBackwards, forwards, keyPart } from './table-keys';

/** Row keys of one table: `t|<tenant>|<day>` the letters, `id|<bucket>` where each is, `due|<state>` when it is due. */
export interface LetterRow {
  /** A LetterSummary as JSON, and what searches filter by. */
  letter: string;
  state: string;
  fingerprint: string;
  eventType: string;
  /** LetterContent as JSON. */
  body: string;
  content: string;
  /** The same of what it carried before somebody edited it. */
  originalBody?: string;
  original?: string;
}

/** What is needed to find a letter: neither ever changes. */
export type Place = Pick<Letter, 'tenant' | 'firstAt'>;

export interface PointerRow {
  tenant: string;
  firstAt: string;
}

/** Columns of a letter without what it carried. */
export const SUMMARY = ['partitionKey', 'rowKey', 'letter'] as const;

export const tenantPrefix = (tenant: string): string => `t|${keyPart(tenant)}|`;

/** Before the partitions of whichever tenant comes next, and behind all of this one. */
export const behindTenant = (tenant: string): string => `t|${keyPart(tenant)}}`;

export const letterKey = ({ tenant, firstAt }: Place, id: string) => ({
  partitionKey: `${tenantPrefix(tenant)}${dayBackwards(firstAt)}`,
  rowKey: `${backwards(firstAt)}|${keyPart(id)}`,
});

const POINTERS = 16;

export const pointerKey = (id: string) => ({
  partitionKey: `id|${(taskBucket(id) % POINTERS).toString(16)}`,
  rowKey: keyPart(id),
});

export const pointerRow = ({ id, tenant, firstAt }: Letter): TableEntity<PointerRow> => ({
  ...pointerKey(id),
  tenant,
  firstAt: String(firstAt),
});

export const placeOf = ({ tenant, firstAt }: PointerRow): Place => ({ tenant, firstAt: Number(firstAt) });

export const duePartition = (state: LetterState): string => `due|${state}`;

/** A hint that a letter is due; the letter itself decides. */
export const dueRow = ({ id, state, dueAt }: Letter): TableEntity<{ letter: string }> => ({
  partitionKey: duePartition(state),
  rowKey: `${forwards(dueAt!)}|${keyPart(id)}`,
  letter: id,
});

/** In columns of their own: together they may be more than one property holds. */
const originalColumns = (original: LetterContent): Pick<LetterRow, 'originalBody' | 'original'> => {
  const { body, ...content } = original;
  return { originalBody: JSON.stringify(body), original: JSON.stringify(content) };
};

export const letterRow = (letter: Letter): TableEntity<LetterRow> => {
  const { body, ...content } = letter.content;
  return {
    ...letterKey(letter, letter.id),
    letter: JSON.stringify(summaryOf(letter)),
    state: letter.state,
    fingerprint: letter.fingerprint,
    eventType: letter.eventType ?? '',
    body: JSON.stringify(body),
    content: JSON.stringify(content),
    ...(letter.original && originalColumns(letter.original)),
  };
};

const VERSION = 1;

export const summaryFrom = ({ letter }: Pick<LetterRow, 'letter'>): LetterSummary => {
  const summary = JSON.parse(letter) as LetterSummary;
  if (summary.v > VERSION)
    throw new PlatformError(
      `the letter ${summary.id} was written by newer code (version ${String(summary.v)})`,
    );
  return summary;
};

const contentFrom = (body: string, content: string): LetterContent => ({
  ...(JSON.parse(content) as Omit<LetterContent, 'body'>),
  body: JSON.parse(body) as LetterContent['body'],
});

export const letterFrom = (row: LetterRow): Letter => ({
  ...summaryFrom(row),
  content: contentFrom(row.body, row.content),
  ...(row.original && row.originalBody && { original: contentFrom(row.originalBody, row.original) }),
});
