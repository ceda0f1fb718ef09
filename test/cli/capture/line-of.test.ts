import { lineOf, rawLineOf } from '../../../src/cli/capture/line-of';
import { located } from './captured';

it('keeps an event letter by letter, and says beside it where it was', () => {
  const text = '{"id":"a", "amount": 12345678901234567890.10, "text":"Grüße"}';
  const line = lineOf(located({ body: Buffer.from(text) }));
  expect(line.startsWith(`{"event":${text},"capture":{`)).toBe(true);
  expect(line.endsWith('}\n')).toBe(true);
  expect((JSON.parse(line) as { capture: object }).capture).toEqual({
    namespace: 'ns',
    hub: 'intents',
    partition: '0',
    sequence: 7,
    offset: '700',
    enqueuedAt: '2026-11-21T10:00:00.000Z',
    file: 'ns/intents/0/x.avro',
  });
  expect(rawLineOf(located({ body: Buffer.from(text) }))).toBe(`${text}\n`);
});

it('puts an event of many lines on one, its text unchanged', () => {
  const body = Buffer.from('{\r\n  "a": "x\\ny"\n}\n');
  expect(rawLineOf(located({ body }))).toBe('{   "a": "x\\ny" } \n');
});

it.each(['', 'no JSON', '\u0000'])('tells %j in base64', (text) => {
  const body = Buffer.from(text);
  expect(JSON.parse(lineOf(located({ body })))).toMatchObject({ body_base64: body.toString('base64') });
  expect(JSON.parse(rawLineOf(located({ body })))).toEqual({ body_base64: body.toString('base64') });
});
