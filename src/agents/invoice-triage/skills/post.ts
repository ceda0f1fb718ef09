import { skill } from '../../../kit';
import { documentKey } from '../ledger';
import type { Ledger } from '../ledger';

/**
 * Books a document. The ledger does not know a repeated booking from a new one, so before anything is repeated it is
 * asked whether an entry was made with the task's key.
 */
export const post = ({ ledger }: { ledger: Pick<Ledger, 'book' | 'booked' | 'find'> }) =>
  skill({
    name: 'invoice.post@1',
    input: 'invoice/entry@1',
    output: 'invoice/booking@1',
    effects: 'external',
    repeat: 'probe',
    timeout: '10s',
    perform: async (entry, { key, signal }) => {
      const document = documentKey(entry);
      // Since it was looked for, a person may have taken days to approve.
      const same = await ledger.find(entry.supplier, document, { signal });
      if (same)
        return (await ledger.booked(entry.supplier, key, { signal })) ?? { ...same, bookedBefore: true };
      return ledger.book({ ...entry, document }, { key, signal });
    },
    probe: ({ supplier }, { key, signal }) => ledger.booked(supplier, key, { signal }),
  });
