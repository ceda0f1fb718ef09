import { when, type Rule } from './rule';

/** Where it goes, and who pays for it. */
export const address: Rule = ({ shipTo, billTo }) => [
  ...when(
    shipTo.country !== billTo.country,
    'other-country',
    `paid for in ${billTo.country}, sent to ${shipTo.country}`,
  ),
  ...when(shipTo.kind === 'forwarder', 'forwarder', 'sent to a company that sends parcels on'),
];
