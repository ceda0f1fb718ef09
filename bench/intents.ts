import { randomUUID } from 'node:crypto';

export type Kind = 'chain' | 'claimed';

/** So that a second bench on the same data would not meet the ids of the first. */
const source = `/bench/${randomUUID()}`;

const data = {
  number: 'PO-2026-004711',
  customer: 'Bäckerei Sonnenschein GmbH',
  lines: [
    { item: 'Wheat flour, type 550, 25 kg', quantity: 40, price: 18.9 },
    { item: 'Rye flour, type 1150, 25 kg', quantity: 12, price: 17.45 },
    { item: 'Sea salt, fine, 10 kg', quantity: 3, price: 6.2 },
  ],
};

const event = (kind: Kind, id: string) => ({
  specversion: '1.0',
  id,
  source,
  type: `business.${kind}.intent`,
  datacontenttype: 'application/json',
  data,
});

/** One intent, structured; the load generator puts an id into it. */
export const single = (kind: Kind) => ({
  path: 'events',
  contentType: 'application/cloudevents+json',
  body: JSON.stringify(event(kind, '[<id>]')),
});

export const BATCH = 100;

export const batch = (kind: Kind) => ({
  path: 'events',
  contentType: 'application/cloudevents-batch+json',
  body: JSON.stringify(Array.from({ length: BATCH }, (_, nth) => event(kind, `[<id>]-${nth}`))),
});
