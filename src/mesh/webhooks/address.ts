import ipaddr from 'ipaddr.js';

/** All of IPv6 that is given out for use on the internet. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');
/** Public by its number, but in Azure it is the machine's own host, which hands out secrets. */
const AZURE_HOST = '168.63.129.16';

const isPublic = (address: ipaddr.IPv4 | ipaddr.IPv6): boolean => {
  // Ranges with a purpose of their own have a name: private, loopback, link-local, shared, mapped, translated and so on.
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4'
    ? address.toString() !== AZURE_HOST
    : (address as ipaddr.IPv6).match(GLOBAL_IPV6);
};

/** Whether an address is one of the internet, and of nobody's own network. What is no address is not. */
export const isPublicAddress = (text: string): boolean =>
  // `process` takes an IPv4 address out of the IPv6 one that it is mapped into.
  ipaddr.isValid(text) && isPublic(ipaddr.process(text));

export const isAddress = (text: string): boolean => ipaddr.isValid(text);
