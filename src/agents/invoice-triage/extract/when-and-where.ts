import { code, date } from '../reading';
import type { InvoiceFacts } from '../types';
import { all } from '../ubl';
import type { Element } from '../xml';
import { present, unlessEmpty } from './members';

/** The days that it is about. */
export const periodOf = (document: Element): InvoiceFacts['period'] => {
  const period = all(document, 'cac:InvoicePeriod')[0];
  const days = period && present({ start: date(period, 'cbc:StartDate'), end: date(period, 'cbc:EndDate') });
  return days && unlessEmpty(days);
};

/** When and to which country it was delivered. */
export const deliveryOf = (document: Element): InvoiceFacts['delivery'] =>
  unlessEmpty(
    present({
      date: date(document, 'cac:Delivery/cbc:ActualDeliveryDate'),
      country: code(
        document,
        'cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode',
      ),
    }),
  );
