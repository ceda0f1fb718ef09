import { asksForStream, sentEvent } from '../../../src/mesh/gateway/sse';
import { openStreams } from '../../../src/mesh/gateway/open-streams';

it.each([
  ['text/event-stream', true],
  ['application/json, text/event-stream;q=0.5', true],
  ['Text/Event-Stream; charset=utf-8', true],
  ['text/event-stream;q=0', false],
  ['text/event-stream; q=0.00', false],
  ['*/*', false],
  ['application/json', false],
  [undefined, false],
])('knows whether %s asks for a stream', (accept, expected) => {
  expect(asksForStream(accept)).toBe(expected);
});

it('writes an event on lines of its own, whatever is in its data', () => {
  expect(sentEvent({ id: '7', event: 'a.b', data: { text: 'one\ntwo\r\n\nid: 8' } })).toBe(
    'id: 7\nevent: a.b\ndata: {"text":"one\\ntwo\\r\\n\\nid: 8"}\n\n',
  );
});

describe('open streams', () => {
  it('counts by tenant and in all', () => {
    const { enter } = openStreams({ perTenant: 2, inAll: 3 });
    const leave = enter('a');
    expect([enter('a'), enter('a')]).toEqual([expect.any(Function), undefined]);
    expect([enter('b'), enter('c')]).toEqual([expect.any(Function), undefined]);
    leave!();
    leave!();
    expect([enter('c'), enter('c')]).toEqual([expect.any(Function), undefined]);
  });
});
