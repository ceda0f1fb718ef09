import { RestError } from '@azure/data-tables';
import { PlatformError } from '../contracts/errors';

/** The service's own word for what went wrong; the client puts it in one of two places. */
export const codeOf = (error: RestError): string | undefined =>
  error.code ?? (error.details as { odataError?: { code?: string } } | undefined)?.odataError?.code;

/** The row, not the table, is not there. */
export const isMissingRow = (error: unknown): boolean =>
  error instanceof RestError && error.statusCode === 404 && codeOf(error) !== 'TableNotFound';

/** Somebody else was there first. */
export const isRowConflict = (error: unknown): boolean =>
  isMissingRow(error) ||
  (error instanceof RestError && (error.statusCode === 409 || error.statusCode === 412));

/** Says of a table that it did not do what it was asked. */
export const platformError =
  (table: string) =>
  (error: unknown): never => {
    if (error instanceof PlatformError) throw error;
    const status =
      error instanceof RestError ? ` (${error.statusCode ?? 'no answer'} ${codeOf(error) ?? ''})` : '';
    throw new PlatformError(`the table ${table} failed${status}: ${String(error)}`, { cause: error });
  };
