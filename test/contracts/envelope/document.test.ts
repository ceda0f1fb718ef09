import { amqpProperties, asDocument, toStructured } from '../../../src/contracts/envelope';
import type { MeshEvent } from '../../../src/contracts/event';

const event = (members: Partial<MeshEvent>): MeshEvent => ({
  specversion: '1.0',
  id: '1',
  source: '/',
  type: 't',
  ...members,
});

describe('asDocument', () => {
  it.each([
    ['JSON', { data: { a: 1 } }],
    ['JSON by its type', { data: 'text', datacontenttype: 'application/json' }],
    ['text of no type', { data: 'text' }],
    ['nothing', {}],
  ])('leaves %s alone', (_, members) => expect(asDocument(event(members))).toEqual(event(members)));

  it('makes text of another type a document', () => {
    expect(asDocument(event({ data: '<a/>', datacontenttype: 'application/xml' }))).toEqual(
      event({ data: { document: '<a/>', encoding: 'text' }, datacontenttype: 'application/json' }),
    );
  });
  it.each([{ datacontenttype: 'application/xml' }, {}])('makes bytes a document: %j', (members) => {
    expect(asDocument(event({ data_base64: 'AP8=', ...members }))).toEqual(
      event({ data: { document: 'AP8=', encoding: 'base64' }, datacontenttype: 'application/json' }),
    );
  });
});

it('repeats what consumers filter by as application properties, and nothing else', () => {
  expect(
    amqpProperties(
      event({ subject: 's', correlationid: 'r', attempt: 2, priority: 'low', data: 'secret', authid: 'u' }),
    ),
  ).toEqual({
    'cloudEvents:type': 't',
    'cloudEvents:correlationid': 'r',
    'cloudEvents:attempt': 2,
    'cloudEvents:priority': 'low',
  });
});

it('writes UTF-8', () =>
  expect(Buffer.from(toStructured(event({ subject: '€' }))).toString()).toContain('"subject":"€"'));
