import { message, types } from 'rhea';
import { readBatch, readEvent, withRuntimeMetric } from '../../../../src/local/broker/amqp/events';
import { MalformedMessageError } from '../../../../src/local/broker/amqp/sections';

const AT = { sequence: 7, offset: 4096, time: 1_700_000_000_000 };

const encode = (parts: object): Buffer => message.encode(parts);
const decode = (bytes: Buffer) => message.decode(bytes);
const sectionsIn = (events: Buffer[]) => message.data_sections(events);

describe('an event on its way through the broker', () => {
  it('keeps all that its sender said, and is told where it stands', () => {
    const event = encode({
      durable: true,
      message_annotations: { 'x-opt-partition-key': 'run-1', 'x-custom': 'kept' },
      message_id: 'm-1',
      content_type: 'text/plain',
      application_properties: { attempt: 3, when: types.wrap_timestamp(5) },
      body: message.data_section(Buffer.from('body')),
    });
    const { drafts, partitionKey } = readEvent(event);
    const stamped = decode(drafts[0]!(AT));
    expect(partitionKey).toBe('run-1');
    expect(stamped).toMatchObject({
      durable: true,
      message_annotations: {
        'x-opt-partition-key': 'run-1',
        'x-custom': 'kept',
        'x-opt-sequence-number': 7,
        'x-opt-offset': '4096',
        'x-opt-enqueued-time': new Date(AT.time),
      },
      message_id: 'm-1',
      content_type: 'text/plain',
      application_properties: { attempt: 3, when: new Date(5) },
    });
    expect(stamped.body.content.toString()).toBe('body');
  });

  it.each([
    ['a small map', { 'x-opt-offset': 'forged', kept: 1 }],
    ['no annotations', undefined],
  ])('cannot say itself where it stands, with %s', (_, annotations) => {
    const event = encode({ message_annotations: annotations, body: 'x' });
    const stamped = decode(readEvent(event).drafts[0]!(AT));
    expect(stamped.message_annotations).toMatchObject({ 'x-opt-offset': '4096' });
    expect(Object.keys(stamped.message_annotations)).toHaveLength(annotations ? 4 : 3);
  });

  it('takes the key of its batch where it has none', () => {
    const events = [
      encode({ body: 'a' }),
      encode({ body: 'b', message_annotations: { 'x-opt-partition-key': 'own' } }),
    ];
    const batch = encode({
      message_annotations: { 'x-opt-partition-key': 'run-1' },
      body: sectionsIn(events),
    });
    const { drafts, partitionKey } = readBatch(batch);
    expect(partitionKey).toBe('run-1');
    const keys = drafts.map(
      (draft) => decode(draft(AT)).message_annotations!['x-opt-partition-key'] as string,
    );
    expect(keys).toEqual(['run-1', 'own']);
  });

  it.each([0, 1, 300, 70_000])('comes out of a batch whole with a body of %i bytes', (size) => {
    const body = Buffer.alloc(size, 7);
    const events = [1, 2, 3].map(() => encode({ body: message.data_section(body) }));
    const { drafts } = readBatch(encode({ body: sectionsIn(events) }));
    expect(drafts).toHaveLength(3);
    for (const draft of drafts) expect(body.equals(decode(draft(AT)).body.content)).toBe(true);
  });

  it('can say how far its partition has got', () => {
    const event = encode({ durable: true, body: 'x' });
    const state = { firstSequence: 0, lastSequence: 9, lastOffset: 900, lastTime: 5 };
    const told = decode(withRuntimeMetric(event, state, 6));
    expect(told).toMatchObject({ durable: true, body: 'x' });
    expect(told.delivery_annotations).toEqual({
      last_enqueued_sequence_number: 9,
      last_enqueued_offset: '900',
      last_enqueued_time_utc: new Date(5),
      runtime_info_retrieval_time_utc: new Date(6),
    });
  });

  it('is refused when its bytes are cut, at any place', () => {
    const whole = encode({ message_annotations: { a: 1 }, body: 'text' });
    for (let length = 0; length < whole.length; length++) {
      // Where a section ends, what is left is a message.
      const isWholeSection = length > 0 && isMessage(whole.subarray(0, length));
      if (isWholeSection) continue;
      expect(() => readEvent(whole.subarray(0, length))).toThrow(MalformedMessageError);
    }
  });

  it.each([['text'], ['\u0000\u0053'], ['\u0000\u00a3\u0001x\u0040']])(
    'is refused when it is no message: %j',
    (text) => {
      expect(() => readEvent(Buffer.from(text, 'latin1'))).toThrow(MalformedMessageError);
    },
  );
});

const isMessage = (bytes: Buffer): boolean => {
  try {
    message.decode(bytes);
    return true;
  } catch {
    return false;
  }
};
