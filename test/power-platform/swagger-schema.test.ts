import { schemaConverter, faultText } from '../../power-platform/generator/swagger-schema';
import type { Find } from '../../power-platform/generator/schema-place';

const HERE = { file: 'schemas/business.order.intent/1.json', pointer: '' };

const find: Find = (ref, from) => {
  const targets: Record<string, unknown> = {
    'order/line@1': {
      title: 'OrderLine',
      type: 'object',
      properties: { sku: { type: 'string', description: 'A.' } },
    },
    '#/$defs/loop': { type: 'object', properties: { inner: { description: 'B.', $ref: '#/$defs/loop' } } },
  };
  const schema = targets[ref];
  return schema === undefined
    ? undefined
    : { schema, file: ref.startsWith('#') ? from.file : `${ref}.json`, pointer: '' };
};

const convert = (schema: unknown) => {
  const converter = schemaConverter(find);
  return { schema: converter.convert(schema, HERE), faults: converter.faults.map(faultText) };
};

describe('says in Swagger 2.0', () => {
  it.each<[string, object, object]>([
    ['const', { const: 'a' }, { type: 'string', enum: ['a'] }],
    ['enum without a type', { enum: [1, 2] }, { type: 'integer', enum: [1, 2] }],
    ['a boolean const', { const: true }, { type: 'boolean', enum: [true] }],
    ['null beside a type', { type: ['string', 'null'] }, { type: 'string', 'x-nullable': true }],
    [
      'exclusiveMinimum',
      { type: 'number', exclusiveMinimum: 0 },
      { type: 'number', minimum: 0, exclusiveMinimum: true },
    ],
    [
      'exclusiveMaximum',
      { type: 'number', exclusiveMaximum: 9 },
      { type: 'number', maximum: 9, exclusiveMaximum: true },
    ],
    ['examples', { type: 'string', examples: ['a', 'b'] }, { type: 'string', example: 'a' }],
    ['a known format', { type: 'string', format: 'date-time' }, { type: 'string', format: 'date-time' }],
    ['an unknown format', { type: 'string', format: 'uuid' }, { type: 'string' }],
    [
      'notes for others',
      { type: 'string', $comment: 'x', 'x-exposed': true, deprecated: true },
      { type: 'string' },
    ],
    [
      'a closed object',
      { type: 'object', properties: {}, additionalProperties: false },
      { type: 'object', properties: {} },
    ],
    [
      'a map',
      { type: 'object', additionalProperties: { type: 'string' } },
      { type: 'object', additionalProperties: { type: 'string' } },
    ],
    [
      'a list',
      { type: 'array', items: { const: 1 } },
      { type: 'array', items: { type: 'integer', enum: [1] } },
    ],
  ])('%s', (_what, schema, expected) => {
    expect(convert(schema)).toEqual({ schema: expected, faults: [] });
  });

  it('what is referred to, in its place, with what is said beside it', () => {
    const schema = {
      type: 'object',
      properties: { line: { $ref: 'order/line@1', description: 'The line.' } },
    };
    expect(convert(schema)).toEqual({
      faults: [],
      schema: {
        type: 'object',
        properties: {
          line: {
            title: 'Line',
            description: 'The line.',
            type: 'object',
            properties: { sku: { title: 'Sku', type: 'string', description: 'A.' } },
          },
        },
      },
    });
  });

  it('a property by its title, else by its name', () => {
    const properties = {
      orderId: { type: 'string', description: 'A.' },
      vatId: { title: 'VAT Number', type: 'string', description: 'B.' },
    };
    expect(convert({ type: 'object', properties }).schema).toMatchObject({
      properties: { orderId: { title: 'Order ID' }, vatId: { title: 'VAT Number' } },
    });
  });

  it('nothing of which more is not known, as an object, where that is allowed', () => {
    const converter = schemaConverter(find, { anything: true });
    expect(converter.convert({ description: 'Anything.' }, HERE)).toEqual({
      type: 'object',
      description: 'Anything.',
    });
    expect(converter.faults).toEqual([]);
  });
});

describe('cannot say, and tells file, place, keyword and what to write instead', () => {
  const inProperty = (schema: unknown) => convert({ type: 'object', properties: { it: schema } }).faults;
  const at = 'schemas/business.order.intent/1.json#/properties/it';

  it.each<[string, object, string]>([
    ['oneOf', { oneOf: [{ type: 'string' }] }, 'Give each shape its own type of intent'],
    ['anyOf', { anyOf: [{ type: 'string' }] }, 'Give each shape its own type of intent'],
    ['allOf', { allOf: [{ type: 'object' }] }, 'Write the properties of all parts in one object.'],
    ['not', { not: { const: 1 } }, 'Say what is allowed'],
    ['if', { if: {} }, 'Give each shape its own type of intent'],
    ['patternProperties', { patternProperties: {} }, 'Use a list of objects with a name and a value each.'],
    ['prefixItems', { prefixItems: [] }, 'Use an object with a named property for each place.'],
    ['dependentRequired', { dependentRequired: {} }, 'an object of their own, with required'],
    ['unevaluatedProperties', { unevaluatedProperties: false }, 'Use additionalProperties: false.'],
    ['contains', { contains: {} }, 'Check it in the plan'],
    ['gadget', { gadget: 1 }, 'Leave it out'],
  ])('%s', (keyword, schema, advice) => {
    const faults = inProperty({ type: 'string', description: 'It.', ...schema });
    expect(faults).toEqual([expect.stringContaining(`${at}: ${keyword}: `)]);
    expect(faults[0]).toContain(advice);
  });

  it.each<[string, unknown, string]>([
    ['no type', { description: 'It.' }, 'type: Say its type'],
    ['two types', { description: 'It.', type: ['string', 'number'] }, 'type: Give it one type'],
    ['no description', { type: 'string' }, 'description: Describe it'],
    ['a list of anything', { description: 'It.', type: 'array' }, 'items: Say what the list holds.'],
    ['a lost reference', { description: 'It.', $ref: 'order/ghost@1' }, '$ref: There is no order/ghost@1.'],
  ])('%s', (_what, schema, expected) => {
    expect(inProperty(schema)).toContainEqual(expect.stringContaining(`${at}: ${expected}`));
  });

  it('true, which is a schema only since', () => {
    expect(inProperty(true)).toContainEqual(expect.stringContaining(`${at}: true: Write a schema`));
  });

  it('a shape that contains itself', () => {
    expect(convert({ $ref: '#/$defs/loop' }).faults).toContainEqual(
      expect.stringContaining('$ref: A shape that contains itself'),
    );
  });
});
