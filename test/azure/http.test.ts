import { HttpRequest, HttpResponse, type HttpRequestInit } from '@azure/functions';
import { fromApiResponse, httpHandler, toApiRequest } from '../../src/azure/http';

const request = (init: Partial<HttpRequestInit> = {}) =>
  new HttpRequest({ method: 'POST', url: 'http://localhost:7071/api/events?wait=5&name=a%20b', ...init });

describe('the HTTP conversion', () => {
  it('hands on method, address, headers in lower case, and the bytes of the body', async () => {
    const body = { bytes: Buffer.from([0xff, 0x00, 0x7b]) };
    const api = await toApiRequest(request({ headers: { 'Content-Type': 'application/xml' }, body }));
    expect(api).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/xml' } });
    expect(api.url.searchParams.get('name')).toBe('a b');
    expect([...api.body]).toEqual([0xff, 0x00, 0x7b]);
  });

  it('gives an empty body where there is none', async () => {
    expect((await toApiRequest(request())).body).toHaveLength(0);
    expect((await toApiRequest(request({ method: 'GET' }))).body).toHaveLength(0);
  });

  it('does not read a body that says that it is larger than any that is taken', async () => {
    const large = request({ headers: { 'content-length': String(2 * 1024 * 1024) }, body: { string: 'x' } });
    expect((await toApiRequest(large)).body).toHaveLength(0);
    expect(large.bodyUsed).toBe(false);
  });

  it('answers JSON, unless the headers say otherwise', () => {
    expect(fromApiResponse({ status: 202, body: { a: 1 } })).toEqual({
      status: 202,
      headers: { 'content-type': 'application/json' },
      body: '{"a":1}',
    });
    expect(
      fromApiResponse({ status: 404, headers: { 'content-type': 'application/problem+json' }, body: {} })
        .headers,
    ).toEqual({ 'content-type': 'application/problem+json' });
  });

  it('answers without a body', () => {
    expect(fromApiResponse({ status: 204, headers: { allow: 'GET' } })).toEqual({
      status: 204,
      headers: { allow: 'GET' },
    });
  });

  it('takes nothing from the parameters of the platform, which holds query keys and members of bodies too', async () => {
    expect((await toApiRequest(request({ params: { amount: '7' } }))).params).toEqual({});
  });

  it('streams an answer that comes piece by piece', async () => {
    async function* stream() {
      yield 'one,';
      yield 'two';
    }
    const headers = { 'content-type': 'text/event-stream' };
    const response = new HttpResponse(fromApiResponse({ status: 200, headers, stream: stream() }));
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(await response.text()).toBe('one,two');
  });

  it('tells the gateway when the caller goes', async () => {
    const { signal } = new AbortController();
    const goneOf = (id: string) => (id === 'invocation-1' ? signal : undefined);
    const handler = httpHandler(async (api) => ({ status: api.signal === signal ? 200 : 500 }), goneOf);
    expect(await handler(request(), { invocationId: 'invocation-1' })).toEqual({ status: 200 });
  });

  it('makes a handler of a gateway', async () => {
    const handler = httpHandler(async ({ method, url }) => ({
      status: 200,
      body: `${method} ${url.pathname}`,
    }));
    expect(await handler(request())).toMatchObject({ status: 200, body: '"POST /api/events"' });
  });
});
