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
        // Others book meanwhile: what one answer does not know yet, another may.
        supplierKnown: known.supplier || recent.length > 0,
        ...(iban !== undefined && {
          accountKnown: known.account || recent.some((entry) => entry.iban === iban),
        }),
        ...usualOf(document, recent),
      };
    },
  });
