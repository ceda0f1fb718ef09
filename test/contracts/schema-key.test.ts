import { schemaKeyOf, schemaVersion } from '../../src/contracts/schema-key';

it.each([
  ['business.invoice.intent', 1, 'business.invoice.intent@1'],
  ['business.invoice.intent', 2, 'business.invoice.intent@2'],
  ['business.invoice.task.created', 1, 'task.created@1'],
  ['business.any-domain.task.deadlettered', 1, 'task.deadlettered@1'],
  ['business.invoice.intent.completed', 1, 'intent.completed@1'],
  ['mesh.run.check', 1, 'mesh.run.check@1'],
  ['com.example.thing', 1, 'com.example.thing@1'],
])('finds the schema of %s, version %d', (type, version, key) =>
  expect(schemaKeyOf(type, version)).toBe(key),
);

it.each([
  [undefined, 1],
  ['https://mesh.example/api/schemas/business.invoice.intent/2', 2],
  ['urn:business.invoice.intent@12', 12],
  ['https://mesh.example/invoice.json', undefined],
  ['https://mesh.example/v2', undefined],
])('reads the version that %s names', (dataschema, version) =>
  expect(schemaVersion(dataschema)).toBe(version),
);
