import { selects } from '../../../src/cli/capture/selection';
import { captured } from './captured';

const AT = Date.UTC(2026, 10, 21, 10);
const window = { from: AT, to: AT + 60_000 };
const body = (event: object) => Buffer.from(JSON.stringify(event));

it.each([
  ['the second that a window begins in', AT + 999, AT + 5000, AT, true],
  ['the second before', AT + 1000, AT + 5000, AT, false],
  ['the second that it ends in', AT - 5000, AT + 1, AT, true],
  ['the second that it ends before', AT - 5000, AT, AT, false],
])('knows %s', (_, from, to, enqueuedAt, expected) => {
  expect(selects({ from, to })(captured({ enqueuedAt }))).toBe(expected);
});

it('takes types and tenant from the properties, and does not open the body then', () => {
  const properties = { 'cloudEvents:type': 'a', 'cloudEvents:tenantid': 't' };
  const event = captured({ properties, body: body({ type: 'b', tenantid: 'u' }) });
  expect(selects({ ...window, types: ['a', 'c'], tenant: 't' })(event)).toBe(true);
  expect(selects({ ...window, types: ['b'] })(event)).toBe(false);
  expect(selects({ ...window, tenant: 'u' })(event)).toBe(false);
});

it('takes them from the body where no property tells', () => {
  const event = captured({ body: body({ type: 'b', tenantid: 'u' }) });
  expect(selects({ ...window, types: ['b'], tenant: 'u' })(event)).toBe(true);
  expect(selects({ ...window, types: ['a'] })(event)).toBe(false);
});

it.each(['', 'no JSON', 'null', '[]', '{"type":7}'])('does not choose %j by its type', (text) => {
  const event = captured({ body: Buffer.from(text) });
  expect(selects({ ...window, types: ['a'] })(event)).toBe(false);
  expect(selects(window)(event)).toBe(true);
});
