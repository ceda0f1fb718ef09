import { isAddress, isPublicAddress } from './address';

/** `any` is for the laptop and for tests: networks of one's own, and without encryption. */
export type Targets = 'public' | 'any';

/** Names that are somebody's own network, whatever they resolve to. */
const OWN_NAMES =
  /(?:^|\.)(?:localhost|local|internal|intranet|private|corp|lan|home|home\.arpa|localdomain)$/;

/** As it stands in an address: without the brackets of IPv6, and without the dot that ends a full name. */
const nameOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');

const networkFault = (name: string): string | undefined => {
  if (isAddress(name)) return isPublicAddress(name) ? undefined : 'must not be an address inside a network';
  if (!name.includes('.') || OWN_NAMES.test(name)) return 'must not be a name inside a network';
  return undefined;
};

/**
 * Why an address cannot be told when runs end; undefined when it can. The addresses that its name resolves to are looked
 * at each time that a connection is made. What it says never repeats the address, which is a secret.
 */
export const sinkFault = (sink: string, targets: Targets): string | undefined => {
  const url = URL.parse(sink);
  if (!url) return 'must be a URL';
  if (url.protocol !== 'https:' && !(targets === 'any' && url.protocol === 'http:'))
    return 'must begin with https://';
  if (url.username || url.password) return 'must carry no user name and no password';
  return targets === 'any' ? undefined : networkFault(nameOf(url));
};
