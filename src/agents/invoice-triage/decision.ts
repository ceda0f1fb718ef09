import { TerminalError } from '../../kit';
import { duplicateOf } from './risk';
import type { InvoiceDecision, InvoiceOutcome } from './types';

/** What became of a document, from how far it came. */
export const decisionOf = ({ answer, entry, bookedBefore, ...outcome }: InvoiceOutcome): InvoiceDecision => {
  if (outcome.level === 'reject') return { decision: 'rejected', ...outcome };
  if (answer?.decision === 'rejected') return declined(outcome, answer.comment);
  if (bookedBefore)
    return {
      decision: 'rejected',
      ...outcome,
      reasons: [duplicateOf(entry), ...outcome.reasons],
      ...said(answer?.comment),
    };
  if (entry !== undefined) return { decision: 'posted', ...outcome, entry, ...said(answer?.comment) };
  throw new TerminalError(
    'undecided',
    `${outcome.number} was neither rejected nor declined, and yet not posted`,
  );
};

const declined = (
  outcome: Omit<InvoiceOutcome, 'answer' | 'entry' | 'bookedBefore'>,
  comment?: string,
): InvoiceDecision => {
  const text =
    comment === undefined ? 'A person declined it' : `A person declined it: ${comment}`.slice(0, 1000);
  const reasons = [{ code: 'declined', points: 0, text }, ...outcome.reasons];
  return { decision: 'declined', ...outcome, reasons, ...said(comment) };
};

const said = (comment: string | undefined): { comment?: string } =>
  comment === undefined ? {} : { comment };
