import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findFiles, type FileQuery } from '../../../src/cli/capture/find-files';
import { folderSource } from '../../../src/cli/capture/folder-source';
import type { ArchiveSource } from '../../../src/cli/capture/source';
import { DEFAULT_NAME_FORMAT, archiveName } from '../../../src/contracts/capture';

const FROM = Date.UTC(2026, 10, 21, 10);
const MINUTE = 60_000;

const named = (hub: string, partition: string, minutes: number, format = DEFAULT_NAME_FORMAT): string =>
  archiveName(format, { namespace: 'ns', hub, partition, at: FROM + minutes * MINUTE });

/** A source in memory that tells what was looked at. */
const sourceOf = (names: readonly string[]) => {
  const looked: string[] = [];
  const source: ArchiveSource = {
    title: 'memory',
    folders: async function* (prefix) {
      looked.push(prefix);
      const below = names
        .filter((name) => name.startsWith(prefix) && name.slice(prefix.length).includes('/'))
        .map((name) => name.slice(0, name.indexOf('/', prefix.length) + 1));
      yield* new Set(below);
    },
    files: async function* (prefix) {
      looked.push(prefix);
      for (const name of names) if (name.startsWith(prefix)) yield { name, bytes: 1 };
    },
    read: () => {
      throw new Error('nothing is read');
    },
  };
  return { source, looked };
};

const find = async (names: readonly string[], more: Partial<FileQuery> = {}) => {
  const { source, looked } = sourceOf(names);
  const files = await findFiles({
    source,
    nameFormat: DEFAULT_NAME_FORMAT,
    from: FROM,
    to: FROM + 60 * MINUTE,
    slackMs: 15 * MINUTE,
    ...more,
  });
  return { names: files.map(({ name }) => name), looked };
};

it('finds the files of a window, and those so near that they may hold its events', async () => {
  const all = [-16, -15, -14, 0, 30, 74, 75, 76].map((minutes) => named('intents', '0', minutes));
  expect((await find(all)).names).toEqual(
    [-15, -14, 0, 30, 74].map((minutes) => named('intents', '0', minutes)),
  );
});

it('gives them in the order of their times, and of each time by hub and partition', async () => {
  const all = [
    named('results', '0', 1),
    named('intents', '10', 1),
    named('intents', '2', 1),
    named('dlq', '0', 9),
  ];
  expect((await find(all)).names).toEqual([all[2], all[1], all[0], all[3]]);
});

it('looks into no folder of another hub, namespace or day', async () => {
  const day = 24 * 60;
  const all = [named('intents', '0', 0), named('intents', '0', 3 * day), named('results', '0', 0)];
  const { names, looked } = await find([...all, `other/${all[0]}`], { hubs: ['intents'], namespace: 'ns' });
  expect(names).toEqual([all[0]]);
  expect(looked).toEqual([
    '',
    'ns/',
    'ns/intents/',
    'ns/intents/0/',
    'ns/intents/0/2026/',
    'ns/intents/0/2026/11/',
    'ns/intents/0/2026/11/21/',
  ]);
});

it('finds a window that begins before midnight and ends after', async () => {
  const all = [named('intents', '0', 13 * 60 + 59), named('intents', '0', 14 * 60 + 1)];
  const { names } = await find(all, {
    from: FROM + 13.9 * 60 * MINUTE,
    to: FROM + 14.1 * 60 * MINUTE,
    slackMs: 0,
  });
  expect(names).toEqual(all);
});

it.each([
  'flat-{Namespace}-{EventHub}-{PartitionId}-{Year}-{Month}-{Day}-{Hour}-{Minute}-{Second}',
  '{Year}/{Month}/{Day}/{Hour}/{EventHub}/{Namespace}/{PartitionId}/{Minute}-{Second}',
])('finds files that are named %s', async (nameFormat) => {
  const all = [0, 90].map((minutes) => named('intents', '0', minutes, nameFormat));
  expect((await find(all, { nameFormat })).names).toEqual([all[0]]);
});

it('passes over what Capture did not write', async () => {
  const own = named('intents', '0', 0);
  const strange = ['readme.txt', 'ns/intents/0/2026/11/21/note.avro', 'ns/intents/0/notes/x.avro'];
  expect((await find([own, ...strange])).names).toEqual([own]);
});

it('finds the same in a folder', async () => {
  const root = mkdtempSync(join(tmpdir(), 'mesh-folder-'));
  const own = named('intents', '0', 0);
  for (const name of [own, named('intents', '0', 100), named('results', '0', 0)]) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), 'abc');
  }
  const files = await findFiles({
    source: folderSource(root),
    nameFormat: DEFAULT_NAME_FORMAT,
    from: FROM,
    to: FROM + MINUTE,
    slackMs: MINUTE,
    hubs: ['intents'],
  });
  expect(files).toEqual([{ namespace: 'ns', hub: 'intents', partition: '0', at: FROM, name: own, bytes: 3 }]);
  rmSync(root, { recursive: true });
});
