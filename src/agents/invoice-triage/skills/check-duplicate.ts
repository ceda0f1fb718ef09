import { skill } from '../../../kit';
import { documentKey } from '../ledger';
import type { Ledger } from '../ledger';
import { LATEST, usualOf } from '../usual';

/** Asks the ledger what it knows of a document and its supplier. */
export const checkDuplicate = ({ ledger }: { ledger: Pick<Ledger, 'find' | 'knows' | 'recent'> }) =>
  skill({
    name: 'invoice.check-duplicate@1',
    input: 'invoice/reference@1',
    output: 'invoice/history@1',
    effects: 'none',
    timeout: '15s',
    perform: async ({ supplier, iban, ...document }, { signal }) => {
      const [same, known, recent] = await Promise.all([
        ledger.find(supplier, documentKey(document), { signal }),
        ledger.knows(supplier, iban, { signal }),
        ledger.recent(supplier, { most: LATEST, signal }),
      ]);
      return {
        duplicate: same !== undefined,
        ...same,
        supplierKnown: known.supplier,
        ...(iban !== undefined && { accountKnown: known.account }),
        ...usualOf(document, recent),
      };
    },
  });
