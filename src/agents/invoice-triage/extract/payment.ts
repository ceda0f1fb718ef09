import { code, compact, label } from '../reading';
import type { InvoiceFacts } from '../types';
import type { Element } from '../xml';
import { present, unlessEmpty } from './members';

/** How and whereto it is to be paid. */
export const paymentOf = (document: Element): InvoiceFacts['payment'] => {
  const accounts = 'cac:PaymentMeans/cac:PayeeFinancialAccount';
  const account = compact(document, `${accounts}/cbc:ID`);
  const isIban = account !== undefined && /^[A-Z]{2}\d{2}[A-Z\d]+$/.test(account);
  return unlessEmpty(
    present({
      means: code(document, 'cac:PaymentMeans/cbc:PaymentMeansCode'),
      iban: isIban ? account : undefined,
      account: isIban ? undefined : account,
      bic: compact(document, `${accounts}/cac:FinancialInstitutionBranch/cbc:ID`),
      reference: label(document, 'cac:PaymentMeans/cbc:PaymentID'),
    }),
  );
};
