import { identityIn } from '../../src/azure/authentication-string';

it.each<[string | undefined, object | undefined]>([
  [undefined, undefined],
  ['', undefined],
  ['Authorization=Key', undefined],
  ['Authorization=AAD', {}],
  ['Authorization=AAD;', {}],
  ['Authorization=AAD;ClientId=', {}],
  ['Authorization=AAD;ClientId=1-2-3', { clientId: '1-2-3' }],
  ['clientid=1-2-3; authorization=aad', { clientId: '1-2-3' }],
])('finds in %j the identity %j', (text, identity) => {
  expect(identityIn(text)).toEqual(identity);
});
