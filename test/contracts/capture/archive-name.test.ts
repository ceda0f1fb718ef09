import {
  DEFAULT_NAME_FORMAT,
  archiveName,
  archiveNames,
  nameFormatFault,
} from '../../../src/contracts/capture';

const FILE = { namespace: 'ns', hub: 'intents', partition: '3', at: Date.UTC(2026, 1, 3, 4, 5, 6) };
const OTHER = 'archive/{Year}-{Month}-{Day}/{EventHub}/{Hour}/{Namespace}_{PartitionId}_{Minute}_{Second}';

it('names a file as Azure does', () => {
  expect(archiveName(DEFAULT_NAME_FORMAT, FILE)).toBe('ns/intents/3/2026/02/03/04/05/06.avro');
});

it.each([DEFAULT_NAME_FORMAT, OTHER])('reads what %s made', (format) => {
  expect(archiveNames(format).file(archiveName(format, FILE))).toEqual(FILE);
});

it.each(['ns/intents/3/2026/02/03/04/05/06.txt', 'ns/intents/3/2026/02/03.avro', 'readme.avro'])(
  'reads nothing from %s',
  (name) => {
    expect(archiveNames(DEFAULT_NAME_FORMAT).file(name)).toBeUndefined();
  },
);

const DAY = 24 * 60 * 60 * 1000;

it.each([
  ['', {}],
  ['ns/', { namespace: 'ns' }],
  ['ns/intents/3/', { namespace: 'ns', hub: 'intents', partition: '3' }],
  [
    'ns/intents/3/2026/12/',
    {
      namespace: 'ns',
      hub: 'intents',
      partition: '3',
      period: { from: Date.UTC(2026, 11, 1), until: Date.UTC(2027, 0, 1) },
    },
  ],
])('tells of the folder %j what is below it', (prefix, expected) => {
  expect(archiveNames(DEFAULT_NAME_FORMAT).folder(prefix)).toEqual(expected);
});

it('tells the day of a folder that is named by one', () => {
  const at = Date.UTC(2026, 1, 28);
  expect(archiveNames(OTHER).folder('archive/2026-02-28/')).toEqual({
    period: { from: at, until: at + DAY },
  });
});

it.each(['x/2026/', 'archive/2026/'])('finds nothing below %s', (prefix) => {
  expect(archiveNames(OTHER).folder(prefix)).toBeUndefined();
});

it.each([
  [DEFAULT_NAME_FORMAT, undefined],
  ['{Namespace}/{EventHub}', 'lacks {PartitionId}, {Year}, {Month}, {Day}, {Hour}, {Minute}, {Second}'],
  [`${DEFAULT_NAME_FORMAT}{Milli}`, 'has {Milli}, which means nothing'],
])('says of %s: %s', (format, fault) => {
  expect(nameFormatFault(format)).toBe(fault);
});
