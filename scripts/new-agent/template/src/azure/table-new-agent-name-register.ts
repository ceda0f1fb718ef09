import { RestError } from '@azure/data-tables';
import type { TableClient } from '@azure/data-tables';
import type { Register } from '../agents/new-agent-name/register';
import { RetryableError, TerminalError } from '../contracts/errors';
import { codeOf, isRowConflict } from './table-faults';

interface Deps {
  /** It has to exist. The rows have a partition of their own, so that agents can share it. */
  table: Pick<TableClient, 'createEntity'>;
}

const PARTITION = 'new-agent-name';
const PASSING = new Set([408, 429, 500, 502, 503, 504]);

/** Says of a failure whether to come back. */
const failure = (error: unknown): unknown => {
  if (!(error instanceof RestError)) return error;
  const { statusCode } = error;
  // Without a status no answer came at all.
  if (statusCode === undefined || PASSING.has(statusCode))
    return new RetryableError('register-unavailable', 'the register does not answer', { cause: error });
  const refusal = `the register refuses: ${codeOf(error) ?? statusCode}`;
  return new TerminalError('register-refused', refusal, { cause: error });
};

/** A register in Table Storage, a row an entry. The key is the row's, so that the same entry is never made twice. */
export const tableNewAgentNameRegister = ({ table }: Deps): Register => ({
  enter: async (entry, { key, signal }) => {
    const row = { ...entry, partitionKey: PARTITION, rowKey: key };
    await table.createEntity(row, signal ? { abortSignal: signal } : {}).catch((error: unknown) => {
      // It is there from an earlier try whose answer was lost.
      if (!isRowConflict(error)) throw failure(error);
    });
    return { entry: key };
  },
});
