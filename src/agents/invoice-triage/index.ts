import { agent } from '../../kit';
import type { Ledger } from './ledger';
import { triage } from './plan';
import { inForce, policyOf } from './policy';
import type { Policy } from './policy';

export { documentKey, memoryLedger } from './ledger';
export type { Ledger, LedgerEntry } from './ledger';

/**
 * The agent that triages invoices and credit notes.
 * @throws Error when the policy is wrong: a mesh with a wrong policy does not start
 * @example invoiceTriage({ ledger: memoryLedger() })
 */
export const invoiceTriage = ({ ledger, policy = policyOf(inForce) }: { ledger: Ledger; policy?: Policy }) =>
  agent({
    name: 'invoice-triage',
    version: '1.0.0',
    owner: 'finance-operations',
    plans: [triage({ ledger, policy })],
  });
