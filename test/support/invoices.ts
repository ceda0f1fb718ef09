import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Accepted } from '../../src/cli/intent-file';
import type { Client } from '../../src/cli/client';

const SAMPLE = readFileSync('samples/invoices/01-invoice-several-vat-rates.xml', 'utf8');

/** A right invoice with a number of its own. */
export const invoiceNumbered = (number: string): Uint8Array =>
  Buffer.from(SAMPLE.replace(/<cbc:ID>[^<]*<\/cbc:ID>/, `<cbc:ID>${number}</cbc:ID>`));

/** Posts as a careful client does: the same reference again until it is accepted. */
export const postUntilAccepted = async (
  client: Client,
  path: string,
  body: Uint8Array | object,
  withinMs = 60_000,
): Promise<Accepted> => {
  const end = Date.now() + withinMs;
  for (;;) {
    try {
      return body instanceof Uint8Array
        ? await client.post<Accepted>(path, body, 'application/xml')
        : await client.post<Accepted>(path, body);
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(250);
    }
  }
};

export const postInvoice = (client: Client, number: string): Promise<Accepted> =>
  postUntilAccepted(client, `intents/business.invoice.intent?reference=${number}`, invoiceNumbered(number));
