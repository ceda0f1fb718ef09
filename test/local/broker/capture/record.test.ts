import { message as amqp, types, type Message } from 'rhea';
import { toCaptureRecord } from '../../../../src/local/broker/capture/record';

const recordOf = (message: Buffer) =>
  toCaptureRecord({ sequence: 3, offset: 90, time: Date.UTC(2026, 10, 21, 0, 5), message });
const sent = (message: Partial<Message>) => recordOf(amqp.encode({ body: null, ...message }));

it('says where an event stands, and when it came', () => {
  expect(sent({})).toMatchObject({
    SequenceNumber: 3,
    Offset: '90',
    EnqueuedTimeUtc: '11/21/2026 12:05:00 AM',
  });
});

it('keeps properties as one of the four types that there are', () => {
  const at = new Date('2026-11-21T10:00:00Z');
  const properties = { text: 'a', whole: 7, half: 0.5, is: true, at, bytes: Buffer.from([1]), none: null };
  expect(sent({ application_properties: properties }).Properties).toEqual({
    text: { string: 'a' },
    whole: { long: 7 },
    half: { double: 0.5 },
    is: { string: 'true' },
    at: { string: '2026-11-21T10:00:00.000Z' },
    bytes: { bytes: Buffer.from([1]) },
  });
});

it('keeps what the sender said of the message, but for what has columns', () => {
  const { SystemProperties } = sent({
    content_type: 'text/plain',
    message_id: 'm',
    message_annotations: { 'x-opt-partition-key': 'k', 'x-opt-sequence-number': 3, 'x-opt-offset': '90' },
  });
  expect(SystemProperties).toEqual({
    'content-type': { string: 'text/plain' },
    'message-id': { string: 'm' },
    'x-opt-partition-key': { string: 'k' },
  });
});

const DATA = 0x75;

it.each([
  ['bytes', { typecode: DATA, content: Buffer.from('abc') }, 'abc'],
  [
    'bytes in several sections',
    { typecode: DATA, content: [Buffer.from('a'), Buffer.from('bc')], multiple: true },
    'abc',
  ],
  ['text', 'Grüße', 'Grüße'],
])('keeps a body of %s', (_, body, expected) => {
  expect(sent({ body }).Body?.toString()).toBe(expected);
});

it('keeps no body of a value that is no bytes', () => {
  expect(sent({ body: types.wrap_int(7) }).Body).toBeNull();
});

it('keeps bytes that are no message, so that nothing is missed', () => {
  const bytes = Buffer.from([0, 0x53, 0x75, 0xff]);
  expect(recordOf(bytes)).toMatchObject({ SequenceNumber: 3, Body: bytes, Properties: {} });
});
