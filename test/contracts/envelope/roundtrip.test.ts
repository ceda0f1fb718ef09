import * as fc from 'fast-check';
import {
  BATCH,
  STRUCTURED,
  asDocument,
  httpHeaders,
  parseHttp,
  parseStructured,
  toStructured,
} from '../../../src/contracts/envelope';
import type { MeshEvent } from '../../../src/contracts/event';

const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u;
const text = fc.string({ unit: 'binary', maxLength: 30 }).filter((value) => !FORBIDDEN.test(value));
const filled = text.filter((value) => value.trim() === value && value !== '');
const name = fc.stringMatching(/^[a-z][a-z0-9]{3,25}$/).filter((value) => !KNOWN.has(value));
const KNOWN = new Set([
  'data',
  'time',
  'source',
  'type',
  'subject',
  'specversion',
  'attempt',
  'priority',
  'deadline',
  'dataref',
  'dataschema',
  'datacontenttype',
  'partitionkey',
  'correlationid',
  'causationid',
  'traceparent',
  'tracestate',
  'tenantid',
  'authtype',
  'authid',
  'replayid',
]);
const instant = fc
  .date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());
const uri = fc.webUrl({ withFragments: true, withQueryParameters: true });

const attributes = fc.record(
  {
    specversion: fc.constant('1.0'),
    id: filled,
    source: uri,
    type: filled,
    subject: filled,
    time: instant,
    deadline: instant,
    priority: fc.constantFrom('high', 'normal', 'low'),
    attempt: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    partitionkey: filled,
  },
  { requiredKeys: ['specversion', 'id', 'source', 'type'] },
);
const extensions = fc.dictionary(name, fc.oneof(text, fc.boolean(), fc.integer()), { maxKeys: 5 });
const data = fc.option(fc.record({ data: fc.jsonValue({ maxDepth: 5 }) }), { nil: {} });
const events = fc
  .tuple(attributes, extensions, data)
  .map((parts) => JSON.parse(JSON.stringify(Object.assign({}, ...parts))) as MeshEvent);

it('reads in structured mode what it wrote', () => {
  fc.assert(
    fc.property(events, (event) => expect(parseStructured(toStructured(event))).toEqual({ ok: true, event })),
  );
});

it('reads the same over HTTP, alone and in a batch', () => {
  fc.assert(
    fc.property(events, (event) => {
      const one = parseHttp({ contentType: STRUCTURED, headers: {}, body: toStructured(event) });
      expect(one).toEqual({ ok: true, events: [event], batch: false });
      const body = Buffer.from(JSON.stringify([event, event]));
      expect(parseHttp({ contentType: BATCH, headers: {}, body })).toEqual({
        ok: true,
        events: [event, event],
        batch: true,
      });
    }),
  );
});

it('reads in binary mode what it wrote', () => {
  fc.assert(
    fc.property(attributes, data, (given, payload) => {
      const event = { ...given, ...payload } as MeshEvent;
      const hasData = 'data' in payload;
      const parsed = parseHttp({
        contentType: hasData ? 'application/json' : undefined,
        headers: httpHeaders(event),
        body: hasData ? Buffer.from(JSON.stringify(event.data)) : new Uint8Array(),
      });
      const expected = JSON.parse(JSON.stringify(event)) as MeshEvent;
      expect(parsed).toEqual({
        ok: true,
        batch: false,
        events: [{ ...expected, ...(hasData && { datacontenttype: 'application/json' }) }],
      });
    }),
  );
});

it('never throws on bytes of any kind', () => {
  const types = fc.constantFrom(STRUCTURED, BATCH, 'application/json', 'text/plain', undefined);
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.json().map((json) => Buffer.from(json)),
  );
  fc.assert(
    fc.property(types, body, fc.dictionary(text, text, { maxKeys: 3 }), (contentType, bytes, headers) => {
      const parsed = parseHttp({ contentType, headers: { 'ce-id': '1', ...headers }, body: bytes });
      expect(parsed.ok || parsed.problem.status).toBeTruthy();
    }),
  );
});

it('keeps bytes of a document through base64', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
      const headers = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/', 'ce-type': 't' };
      const parsed = parseHttp({ contentType: 'application/xml', headers, body: bytes });
      const { data } = asDocument(parsed.ok ? parsed.events[0]! : ({} as MeshEvent)) as MeshEvent<{
        document: string;
      }>;
      expect(Buffer.from(data!.document, 'base64').equals(bytes)).toBe(true);
    }),
  );
});
