import { isPublicAddress } from '../../../src/mesh/webhooks/address';
import { sinkFault } from '../../../src/mesh/webhooks/sink';

describe('an address', () => {
  it.each(['8.8.8.8', '20.50.2.1', '2603:1030:40c::1', '2001:4860:4860::8888', '::ffff:8.8.8.8'])(
    'of the internet is %s',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    ['loopback', '127.0.0.1'],
    ['loopback, all of it', '127.255.255.254'],
    ['private', '10.1.2.3'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['link-local, with the metadata of a machine', '169.254.169.254'],
    ['the host of a machine in Azure', '168.63.129.16'],
    ['shared by a carrier', '100.64.0.1'],
    ['unspecified', '0.0.0.0'],
    ['this network', '0.1.2.3'],
    ['multicast', '224.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['reserved', '240.0.0.1'],
    ['for protocols', '192.0.0.1'],
    ['for benchmarks', '198.18.0.1'],
    ['for documents', '203.0.113.1'],
    ['loopback', '::1'],
    ['unspecified', '::'],
    ['link-local', 'fe80::1'],
    ['link-local, with a zone', 'fe80::1%eth0'],
    ['site-local', 'fec0::1'],
    ['unique local', 'fc00::1'],
    ['unique local', 'fd12:3456::1'],
    ['multicast', 'ff02::1'],
    ['mapped from IPv4', '::ffff:127.0.0.1'],
    ['mapped from IPv4, in hexadecimal', '::ffff:7f00:1'],
    ['mapped from the host of a machine in Azure', '::ffff:168.63.129.16'],
    ['compatible with IPv4', '::127.0.0.1'],
    ['translated from IPv4', '64:ff9b::7f00:1'],
    ['translated from IPv4', '64:ff9b::a9fe:a9fe'],
    ['translated from IPv4, locally', '64:ff9b:1::7f00:1'],
    ['6to4', '2002:7f00:1::'],
    ['Teredo', '2001:0:7f00:1::'],
    ['for documents', '2001:db8::1'],
    ['discarded', '100::1'],
    ['given to nobody', '4000::1'],
    ['none at all', 'hooks.example'],
    ['none at all', ''],
  ])('that is %s is not of the internet: %s', (_, address) => expect(isPublicAddress(address)).toBe(false));
});

describe('a sink', () => {
  it.each([
    'https://hooks.example/x',
    'https://hooks.example:8443/x?sig=a%2Fb',
    'https://prod-1.westeurope.logic.azure.com:443/workflows/w/triggers/t?api-version=2016-06-01&sig=x',
    'https://20.50.2.1/x',
    'https://[2603:1030:40c::1]/x',
    'https://bücher.example/',
    'https://hooks.example./x',
  ])('may be %s', (sink) => expect(sinkFault(sink, 'public')).toBeUndefined());

  it.each([
    ['hooks.example/x', 'must be a URL'],
    ['https://', 'must be a URL'],
    ['http://hooks.example/x', 'must begin with https://'],
    ['ftp://hooks.example/x', 'must begin with https://'],
    ['file:///etc/passwd', 'must begin with https://'],
    ['javascript:alert(1)', 'must begin with https://'],
    ['https://me@hooks.example/', 'must carry no user name and no password'],
    ['https://me:pw@hooks.example/', 'must carry no user name and no password'],
    ['https://127.0.0.1/', 'must not be an address inside a network'],
    ['https://127.1/', 'must not be an address inside a network'],
    ['https://2130706433/', 'must not be an address inside a network'],
    ['https://0x7f.0.0.1/', 'must not be an address inside a network'],
    ['https://0177.0.0.1/', 'must not be an address inside a network'],
    ['https://①②⑦.⓪.⓪.①/', 'must not be an address inside a network'],
    ['https://169.254.169.254/metadata/instance', 'must not be an address inside a network'],
    ['https://[::1]/', 'must not be an address inside a network'],
    ['https://[::ffff:10.0.0.1]/', 'must not be an address inside a network'],
    ['https://[64:ff9b::10.0.0.1]/', 'must not be an address inside a network'],
    ['https://localhost/', 'must not be a name inside a network'],
    ['https://LOCALHOST:8443/', 'must not be a name inside a network'],
    ['https://localhost./', 'must not be a name inside a network'],
    ['https://a.localhost/', 'must not be a name inside a network'],
    ['https://printer/', 'must not be a name inside a network'],
    ['https://printer.local/', 'must not be a name inside a network'],
    ['https://metadata.google.internal/', 'must not be a name inside a network'],
    ['https://router.home.arpa/', 'must not be a name inside a network'],
    ['https://db.corp/', 'must not be a name inside a network'],
  ])('may not be %s: it %s', (sink, fault) => expect(sinkFault(sink, 'public')).toBe(fault));

  it.each(['http://127.0.0.1:8080/x', 'http://localhost/x', 'https://10.0.0.4/x'])(
    'may be %s where any may be',
    (sink) => expect(sinkFault(sink, 'any')).toBeUndefined(),
  );

  it.each(['ftp://localhost/x', 'http://me:pw@localhost/', 'x'])('may not be %s even there', (sink) =>
    expect(sinkFault(sink, 'any')).toBeDefined(),
  );
});
