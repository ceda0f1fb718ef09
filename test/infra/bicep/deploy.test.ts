import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { declarationsIn, deploy, exportedBy } from './deploy';

const folder = mkdtempSync(join(tmpdir(), 'mesh-bicep-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

let templates = 0;
/** A template of its own: a file is read once. */
const template = (lines: string): string => write(`main-${(templates += 1)}.bicep`, lines);

/** The outputs of a template that has these lines. */
const outputs = (lines: string, params: Readonly<Record<string, unknown>> = {}) =>
  deploy(template(lines), params).outputs;

write(
  'shared.bicep',
  `@export()
@description('Twice.')
func twice(text string) string =>
  '\${text}\${text}'

@export()
var NAMES = ['a', 'b']
`,
);
write('size.json', '{ "units": { "max": 4 } }');

it.each([
  ["output x string = 'a\\n\\'b\\' \\${c}'", "a\n'b' ${c}"],
  ["output x string = '''\nraw ${x}'''", 'raw ${x}'],
  ["param who string\noutput x string = 'for ${toUpper(who)}-${1 + 2 * 3}'", 'for ME-7'],
  ["output x bool = !empty('') || (1 < 2 && 'A' =~ 'a')", true],
  ["output x string = 1 == 2\n  ? 'yes'\n  : 'no'", 'no'],
  ['output x array = [for (n, i) in [5, 6]: n + i]', [5, 7]],
  ["output x object = { ...{ a: 1, b: 2 }, 'b': 3 }", { a: 1, b: 3 }],
  ["var o = { a: { b: 1 } }\noutput x int = o.?c.?b ?? o['a'].b", 1],
  ["output x array = map(filter(['a', 'b'], x => x != 'a'), x => { name: x })", [{ name: 'b' }]],
  ["output x object = toObject(['a'], k => k, k => '${k}!')", { a: 'a!' }],
  [
    'output x array = items({ b: 2, a: 1 })',
    [
      { key: 'a', value: 1 },
      { key: 'b', value: 2 },
    ],
  ],
  ['output x object = union({ a: { b: 1 } }, { a: { c: 2 } })', { a: { b: 1, c: 2 } }],
  ["import { twice, NAMES as all } from 'shared.bicep'\noutput x string = twice(join(all, ''))", 'abab'],
  ["output x int = loadJsonContent('size.json').units.max", 4],
  [
    "@description('A size.')\ntype Size = {\n  a: int\n} | null\nparam s 'x' | 'y' = 'y'\noutput x string = s",
    'y',
  ],
  ['param maybe string?\noutput x bool = maybe == null', true],
])('%s', (lines, value) => expect(outputs(lines, { who: 'me' })['x']).toEqual(value));

it('makes one resource an item, none where its condition does not hold, and children of their parents', () => {
  write(
    'store.bicep',
    `param name string
param containers array = []

resource store 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name

  resource blobs 'blobServices' = {
    name: 'default'
  }
}

resource made 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = [
  for container in containers: if (container != 'none') {
    parent: store::blobs
    name: container
  }
]

resource grant 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: made[0]
  name: guid(made[0].id)
  properties: { principalId: store.properties.principalId }
}

output id string = store.id
`,
  );
  const { resources, outputs: given } = deploy(
    template(
      `targetScope = 'subscription'

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg'
  location: 'westeurope'
}

module store 'store.bicep' = {
  name: 'store'
  scope: group
  params: { name: 'st', containers: ['one', 'none'] }
}

module other 'store.bicep' = if (false) {
  name: 'other'
  scope: group
  params: { name: 'never' }
}

output id string = store.outputs.id
`,
    ),
    {},
  );
  const id = `${resources[0]!.id}/providers/Microsoft.Storage/storageAccounts/st`;
  expect(resources.map((one) => [one.symbol, one.name, one.scope])).toEqual([
    ['group', 'rg', resources[0]!.scope],
    ['store', 'st', resources[0]!.id],
    ['blobs', 'default', id],
    ['made', 'one', `${id}/blobServices/default`],
    ['grant', expect.stringMatching(/^[\da-f-]{36}$/), `${id}/blobServices/default/containers/one`],
  ]);
  expect(resources.at(-1)!.body).toEqual({ properties: { principalId: `<${id}.principalId>` } });
  expect(given['id']).toBe(id);
});

it.each([
  ['a parameter that is missing', 'param p string\noutput x string = p', /the parameter 'p' is missing/],
  ['a name that nothing has', 'output x string = nothing', /nothing is called 'nothing'/],
  [
    'what it does not understand',
    'var a = 1\nnonsense here',
    /main-\d+\.bicep: line 2: no statement begins with 'nonsense'/,
  ],
  ['a string without end', "var a = 'open", /a string without end/],
])('says what is wrong with %s', (_, lines, sentence) => {
  const file = template(lines);
  expect(() => deploy(file, {}).outputs).toThrow(sentence);
});

it('tells what a file declares and exports', () => {
  const file = join(folder, 'shared.bicep');
  expect(exportedBy(file, 'NAMES')).toEqual(['a', 'b']);
  expect(declarationsIn(join(folder, 'store.bicep')).map(({ kind, name }) => `${kind} ${name}`)).toContain(
    'resource blobs',
  );
});
