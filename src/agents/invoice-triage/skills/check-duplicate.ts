import { skill } from '../../../kit';
import type { Ledger } from '../ledger';

/** Asks the ledger what it knows of a document and its supplier. */
export const checkDuplicate = ({ ledger }: { ledger: Pick<Ledger, 'history'> }) =>
  skill({
    name: 'invoice.check-duplicate@1',
    input: 'invoice/reference@1',
    output: 'invoice/history@1',
    effects: 'none',
    timeout: '15s',
    perform: (document, { signal }) => ledger.history(document, { signal }),
  });
