import { LIMITS } from '../../../src/contracts/limits';
import { BATCH, STRUCTURED, parseHttp, parseStructured } from '../../../src/contracts/envelope';

const bytes = (value: unknown): Uint8Array =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const minimal = { specversion: '1.0', id: '1', source: '/crm', type: 'business.invoice.intent' };

const structured = (value: unknown, contentType: string = STRUCTURED) =>
  parseHttp({ contentType, headers: {}, body: bytes(value) });
const batch = (value: unknown, contentType: string = BATCH) =>
  parseHttp({ contentType, headers: {}, body: bytes(value) });
const binary = (headers: Record<string, string>, body: string | Uint8Array = '', contentType?: string) =>
  parseHttp({ contentType, headers, body: bytes(body).length ? Buffer.from(body) : new Uint8Array() });
const ce = {
  'ce-specversion': '1.0',
  'ce-id': '1',
  'ce-source': '/crm',
  'ce-type': 'business.invoice.intent',
};

const eventOf = (parsed: ReturnType<typeof parseHttp>) => {
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem));
  return parsed.events[0]!;
};
const problemOf = (parsed: { ok: boolean }) => {
  if (parsed.ok || !('problem' in parsed)) throw new Error('this should have been refused');
  return parsed.problem as {
    status: number;
    detail: string;
    errors?: { index?: number; pointer: string; message: string }[];
  };
};
const pointersOf = (parsed: { ok: boolean }) => problemOf(parsed).errors?.map(({ pointer }) => pointer);

describe('structured mode', () => {
  it('reads an event', () => {
    const event = {
      ...minimal,
      subject: 'R-1',
      time: '2026-11-21T10:00:00.5+01:00',
      priority: 'high',
      data: { a: [1] },
    };
    expect(structured(event)).toEqual({ ok: true, events: [event], batch: false });
  });

  it.each([
    ['a name from the prototype', { constructor: 'x' }],
    ['a long name', { abcdefghijklmnopqrstuvwxyz0123456789: 'x' }],
    ['a boolean', { flag: false }],
    ['the largest integer', { n: 2147483647 }],
    ['the smallest integer', { n: -2147483648 }],
    ['a source that is a fragment', { source: '#f' }],
    ['a source with a query', { source: 'urn:x:y?z=1' }],
    ['a source with an IPv6 host', { source: 'http://[::1]:80/a' }],
    ['text beyond ASCII', { subject: 'Bücher 😀' }],
    ['an empty extension', { note: '' }],
    ['a leap day', { time: '2024-02-29T23:59:60z' }],
    ['null as data', { data: null }],
    ['a JSON string as data, not parsed again', { data: '{"a":1}' }],
    ['text of another type', { data: '<Invoice/>', datacontenttype: 'application/xml; charset=utf-8' }],
    ['a suffix of JSON', { data: [], datacontenttype: 'application/vnd.x+json' }],
    ['bytes', { data_base64: 'AP8=', datacontenttype: 'application/octet-stream' }],
    ['no bytes', { data_base64: '' }],
    ['an absolute schema', { dataschema: 'https://mesh.example/schemas/a/1' }],
    ['an attempt', { attempt: 2 }],
  ])('takes %s', (_, members) => {
    expect(eventOf(structured({ ...minimal, ...members }))).toEqual({ ...minimal, ...members });
  });

  it('takes null for an attribute as absent', () => {
    const event = eventOf(structured({ ...minimal, subject: null, priority: null }));
    expect(Object.keys(event)).toEqual(Object.keys(minimal));
  });

  it('reads JSON in base64 as the JSON it is', () => {
    const coded = {
      data_base64: Buffer.from('{"a":1}').toString('base64'),
      datacontenttype: 'application/json',
    };
    expect(eventOf(structured({ ...minimal, ...coded }))).toMatchObject({ data: { a: 1 } });
  });

  it.each([
    ['no id', { id: undefined }, '/id'],
    ['null for what is needed', { source: null }, '/source'],
    ['an empty id', { id: '' }, '/id'],
    ['an id that is a number', { id: 1 }, '/id'],
    ['an empty type', { type: '' }, '/type'],
    ['an old version', { specversion: '0.3' }, '/specversion'],
    ['a newer version', { specversion: '1.0.2' }, '/specversion'],
    ['a version that is a number', { specversion: 1 }, '/specversion'],
    ['an empty source', { source: '' }, '/source'],
    ['a source with a blank', { source: 'a b' }, '/source'],
    ['a source with two fragments', { source: 'a#b#c' }, '/source'],
    ['a source with a bare percent', { source: '/a%2' }, '/source'],
    ['a source with no scheme before its colon', { source: ':a' }, '/source'],
    ['a source with a bad scheme', { source: '1a:b' }, '/source'],
    ['a source with brackets in its path', { source: '/a[1]' }, '/source'],
    ['a source with umlauts', { source: '/bücher' }, '/source'],
    ['a relative schema', { dataschema: '/schemas/1' }, '/dataschema'],
    ['a schema with a fragment', { dataschema: 'https://a.example/b#c' }, '/dataschema'],
    ['an empty subject', { subject: '' }, '/subject'],
    ['a time that is none', { time: 'yesterday' }, '/time'],
    ['a time without an offset', { time: '2026-11-21T10:00:00' }, '/time'],
    ['a time with a blank', { time: '2026-11-21 10:00:00Z' }, '/time'],
    ['a day that is not', { time: '2026-02-29T10:00:00Z' }, '/time'],
    ['a month that is not', { time: '2026-13-01T10:00:00Z' }, '/time'],
    ['an hour that is not', { time: '2026-11-21T24:00:00Z' }, '/time'],
    ['a type that is no media type', { datacontenttype: 'json' }, '/datacontenttype'],
    [
      'a type that would take for ever',
      { datacontenttype: `a/b${';   '.repeat(2000)}"` },
      '/datacontenttype',
    ],
    ['an upper-case name', { correlationId: 'x' }, '/correlationId'],
    ['a name with a hyphen', { 'correlation-id': 'x' }, '/correlation-id'],
    ['a name with a slash', { 'a/b': 'x' }, '/a~1b'],
    ['an empty name', { '': 'x' }, '/'],
    ['a fraction', { n: 1.5 }, '/n'],
    ['an integer over 32 bits', { n: 2147483648 }, '/n'],
    ['an object', { trace: {} }, '/trace'],
    ['a list', { trace: [] }, '/trace'],
    ['a tab', { subject: 'a\tb' }, '/subject'],
    ['a C1 control character', { subject: 'a\u0085b' }, '/subject'],
    ['a lone surrogate', { subject: 'a\ud800b' }, '/subject'],
    ['a noncharacter', { subject: 'a\ufdd0b' }, '/subject'],
    ['a noncharacter of a higher plane', { subject: 'a\u{1ffff}b' }, '/subject'],
    ['text that is very long', { subject: 'x'.repeat(8193) }, '/subject'],
    ['a priority that is none', { priority: 'urgent' }, '/priority'],
    ['a deadline that is none', { deadline: 'soon' }, '/deadline'],
    ['a deadline on a leap second', { deadline: '2026-12-31T23:59:60Z' }, '/deadline'],
    ['an attempt before the first', { attempt: 0 }, '/attempt'],
    ['a partition key that is a number', { partitionkey: 7 }, '/partitionkey'],
    ['data twice', { data: 1, data_base64: 'AA==' }, '/data_base64'],
    ['bytes that are not text', { data_base64: 1 }, '/data_base64'],
    ['bytes that are null', { data_base64: null }, '/data_base64'],
    ['base64 without padding', { data_base64: 'AA' }, '/data_base64'],
    ['base64 for URLs', { data_base64: '_-8=' }, '/data_base64'],
    ['base64 with a line break', { data_base64: 'AAAA\r\nAAAA' }, '/data_base64'],
    ['base64 of bad JSON', { data_base64: 'eyI=', datacontenttype: 'application/json' }, '/data_base64'],
    ['an object as XML', { data: {}, datacontenttype: 'application/xml' }, '/data'],
  ])('refuses %s', (_, members, pointer) => {
    const refused = structured({ ...minimal, ...members });
    expect(problemOf(refused).status).toBe(400);
    expect(pointersOf(refused)).toEqual([pointer]);
  });

  it('refuses __proto__ as a name', () => {
    expect(
      pointersOf(structured('{"specversion":"1.0","id":"1","source":"/","type":"t","__proto__":"x"}')),
    ).toEqual(['/__proto__']);
  });
  it('keeps __proto__ in data as data', () => {
    const { data } = eventOf(
      structured('{"specversion":"1.0","id":"1","source":"/","type":"t","data":{"__proto__":{"a":1}}}'),
    );
    expect(Object.hasOwn(data as object, '__proto__')).toBe(true);
    expect((data as { a?: number }).a).toBeUndefined();
  });

  it.each([
    ['bytes that are not JSON', '{', 400],
    ['nothing', '', 400],
    ['a list', '[]', 400],
    ['null', 'null', 400],
    ['text', '"x"', 400],
  ])('refuses %s', (_, body, status) => expect(problemOf(structured(body)).status).toBe(status));

  it('refuses bytes that are not UTF-8', () => {
    const body = Buffer.concat([bytes('{"id":"'), Buffer.from([0xff]), bytes('"}')]);
    expect(problemOf(parseHttp({ contentType: STRUCTURED, headers: {}, body })).errors).toEqual([
      { pointer: '', message: 'the body is not UTF-8' },
    ]);
  });

  it('tells all faults, the first in the detail too', () => {
    const { detail, errors } = problemOf(structured({ ...minimal, id: '', time: 'x' }));
    expect(errors).toHaveLength(2);
    expect(detail).toBe('at /id: must be text that is not empty. And 1 more: see errors.');
  });

  it('reads attributes from the payload alone, whatever the headers say', () => {
    const parsed = parseHttp({
      contentType: STRUCTURED,
      headers: { ...ce, 'ce-id': 'other' },
      body: bytes(minimal),
    });
    expect(eventOf(parsed).id).toBe('1');
  });
});

describe('the media type', () => {
  it.each([
    STRUCTURED,
    'Application/CloudEvents+JSON',
    `${STRUCTURED}; charset=UTF-8`,
    `${STRUCTURED};charset="utf-8"`,
  ])('reads %s', (type) => expect(structured(minimal, type).ok).toBe(true));
  it.each([BATCH, 'APPLICATION/CLOUDEVENTS-BATCH+JSON;charset=utf-8'])('reads %s as a batch', (type) =>
    expect(batch([minimal], type)).toMatchObject({ ok: true, batch: true }),
  );
  it.each([
    'application/cloudevents',
    'application/cloudevents+avro',
    'application/cloudevents-batch',
    'application/cloudevents-batch+xml',
    `${STRUCTURED}; charset=utf-16`,
    'application/json',
    'nonsense',
    undefined,
  ])('refuses %s with 415', (contentType) => {
    expect(problemOf(parseHttp({ contentType, headers: {}, body: bytes(minimal) })).status).toBe(415);
  });
  it('refuses an unknown format of events, though attributes stand in headers', () => {
    const message = { contentType: 'application/cloudevents+avro', headers: ce, body: bytes(minimal) };
    expect(problemOf(parseHttp(message)).status).toBe(415);
  });
});

describe('batched mode', () => {
  it('takes an empty batch', () => expect(batch([])).toEqual({ ok: true, events: [], batch: true }));
  it('takes the same event twice', () =>
    expect(batch([minimal, minimal])).toMatchObject({ events: [minimal, minimal] }));
  it('refuses what is no list', () => expect(problemOf(batch(minimal)).status).toBe(400));
  it('names the event that is wrong', () => {
    const { errors, detail } = problemOf(batch([minimal, { ...minimal, id: 7 }, 'x']));
    expect(errors).toMatchObject([
      { index: 1, pointer: '/id' },
      { index: 2, pointer: '' },
    ]);
    expect(detail).toMatch(/^event 1 at \/id: /);
  });
  it('stops looking after fifty faults', () => {
    expect(problemOf(batch(Array.from({ length: 1000 }, () => ({})))).errors).toHaveLength(50);
  });
  it('refuses more than a thousand events', () => {
    expect(problemOf(batch(Array.from({ length: 1001 }, () => minimal))).status).toBe(413);
  });
  it('refuses an event that is too large, and names it', () => {
    const large = { ...minimal, data: 'x'.repeat(LIMITS.event) };
    expect(problemOf(batch([minimal, large, minimal]))).toMatchObject({
      status: 413,
      errors: [{ index: 1 }],
    });
  });
});

describe('binary mode', () => {
  it('reads attributes from headers and data from the body', () => {
    expect(
      eventOf(binary({ ...ce, 'ce-priority': 'high', 'ce-attempt': '3' }, '{"a":1}', 'application/json')),
    ).toEqual({
      ...minimal,
      priority: 'high',
      attempt: 3,
      datacontenttype: 'application/json',
      data: { a: 1 },
    });
  });
  it('has no data without a body', () => expect(eventOf(binary(ce))).toEqual(minimal));
  it('ignores the case of header names', () =>
    expect(eventOf(binary({ ...ce, 'CE-Subject': 'x' })).subject).toBe('x'));
  it('keeps bytes of other types as bytes', () => {
    expect(eventOf(binary(ce, Buffer.from([0xff, 0xfe]), 'application/xml'))).toMatchObject({
      data_base64: '//4=',
      datacontenttype: 'application/xml',
    });
  });
  it('keeps bytes of no type as bytes', () =>
    expect(eventOf(binary(ce, 'x'))).toEqual({ ...minimal, data_base64: 'eA==' }));
  it('leaves numbers of unknown attributes text', () =>
    expect(eventOf(binary({ ...ce, 'ce-n': '3' }))).toMatchObject({ n: '3' }));

  it.each([
    ['Euro%20%E2%82%AC', 'Euro €'],
    ['%F0%9F%98%80', '😀'],
    ['%e2%82%ac', '€'],
    ['a%2520b', 'a%20b'],
    ['"a%20b"', 'a b'],
    ['"a\\"b"', 'a"b'],
    ['  a ', 'a'],
    ['a+b', 'a+b'],
  ])('decodes %s once', (header, subject) =>
    expect(eventOf(binary({ ...ce, 'ce-subject': header })).subject).toBe(subject),
  );

  it.each([
    ['a bare percent', '100%'],
    ['invalid UTF-8', '%C3%28'],
    ['an encoded surrogate', '%ED%A0%80'],
    ['an overlong form', '%C0%AF'],
    ['raw Latin-1', 'caf\u00e9'],
    ['an encoded control character', 'a%00b'],
    ['an encoded noncharacter', '%EF%BF%BF'],
  ])('refuses %s', (_, header) =>
    expect(pointersOf(binary({ ...ce, 'ce-subject': header }))).toEqual(['/subject']),
  );

  it.each([
    ['a repeated version', { ...ce, 'ce-specversion': '1.0,1.0' }, '/specversion'],
    ['no version', { 'ce-id': '1', 'ce-source': '/crm', 'ce-type': 't' }, '/specversion'],
    ['its own type among the attributes', { ...ce, 'ce-datacontenttype': 'text/plain' }, '/datacontenttype'],
    ['data among the attributes', { ...ce, 'ce-data': 'x' }, '/data'],
    ['a bad name', { ...ce, 'ce-a_b': 'x' }, '/a_b'],
    ['an attempt that is no number', { ...ce, 'ce-attempt': 'two' }, '/attempt'],
  ])('refuses %s', (_, headers, pointer) => expect(pointersOf(binary(headers))).toEqual([pointer]));

  it('refuses bad JSON', () => expect(pointersOf(binary(ce, '{', 'application/json'))).toEqual(['/data']));
  it('refuses JSON that is not UTF-8 by its own word', () =>
    expect(pointersOf(binary(ce, '{}', 'application/json; charset=iso-8859-1'))).toEqual([
      '/datacontenttype',
    ]));
});

describe('limits', () => {
  const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  it('takes an event of the largest size', () => {
    const head = JSON.stringify({ ...minimal, data: '' });
    const event = { ...minimal, data: 'x'.repeat(LIMITS.event - head.length) };
    expect(structured(event).ok).toBe(true);
    expect(problemOf(structured({ ...event, data: `${event.data}x` })).status).toBe(413);
  });
  it('refuses a large body in binary mode', () =>
    expect(problemOf(binary(ce, 'x'.repeat(LIMITS.event + 1), 'text/plain')).status).toBe(413));
  it('refuses any body over 1 MiB, whatever it is', () =>
    expect(problemOf(batch('['.padEnd(LIMITS.body + 1))).status).toBe(413));
  it.each([
    ['a deep body', deep(100_000)],
    ['a body of unclosed brackets', '['.repeat(200_000)],
    ['a wide list', `[${'0,'.repeat(100_000)}0]`],
    ['a wide object', `{${Array.from({ length: 20_000 }, (_, index) => `"k${index}":0`).join(',')}}`],
    ['a body of very many values', `[${Array.from({ length: 9_000 }, () => '[1,2,3,4,5,6,7]').join(',')}]`],
  ])('refuses %s with 413', (_, body) => expect(problemOf(structured(body)).status).toBe(413));
  it('counts depth in JSON that is coded in base64', () => {
    const coded = {
      data_base64: Buffer.from(deep(40)).toString('base64'),
      datacontenttype: 'application/json',
    };
    expect(pointersOf(structured({ ...minimal, ...coded }))).toEqual(['/data_base64']);
  });
  it('counts brackets and commas in text as text', () => {
    expect(structured({ ...minimal, data: `${deep(100)}\\"[[[,,,` }).ok).toBe(true);
  });
});

describe('events from a hub', () => {
  it('are read in structured mode', () =>
    expect(parseStructured(bytes(minimal))).toEqual({ ok: true, event: minimal }));
  it('may be larger and deeper than what comes in', () => {
    const nested = JSON.parse('['.repeat(100) + ']'.repeat(100)) as unknown;
    expect(parseStructured(bytes({ ...minimal, data: [nested, 'x'.repeat(LIMITS.event)] })).ok).toBe(true);
  });
  it('are refused when they are none', () => {
    expect(problemOf(parseStructured(bytes('nonsense')))).toMatchObject({
      status: 400,
      errors: [{ pointer: '' }],
    });
    expect(pointersOf(parseStructured(bytes({ ...minimal, id: '' })))).toEqual(['/id']);
  });
});
