import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'mesh-record-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Event = readonly [at: number, kind: 'o', text: string];

const svgOf = (events: readonly Event[], { columns = 20, rows = 3 } = {}): string => {
  const [cast, out] = [join(folder, 'one.cast'), join(folder, 'one.svg')];
  const header = { version: 2, width: columns, height: rows, title: 'a & b' };
  writeFileSync(cast, [header, ...events].map((line) => JSON.stringify(line)).join('\n'));
  execFileSync(process.execPath, ['scripts/record/record.mjs', '--from', cast, '--out', out]);
  return readFileSync(out, 'utf8');
};

/** The lines that stay to the end, as they read. */
const last = (svg: string): string[] =>
  [...svg.matchAll(/<g class="v \w+ l"><text [^>]*>(.*?)<\/text>/g)].map(([, text]) =>
    text!
      .replace(/<[^>]+>/g, '')
      .replace(/&lt;/g, '<')
      .replace(/&amp;/g, '&'),
  );

it('shows what a terminal shows at the end: lines that were taken back are gone', () => {
  const svg = svgOf([
    [0, 'o', '$ npm run demo\n'],
    [1, 'o', '\r\u001B[K  one …'],
    [2, 'o', '\r\u001B[K  one: \u001B[32mposted\u001B[39m\n'],
    [3, 'o', 'a < b & c\n'],
  ]);
  expect(last(svg)).toEqual(['$ npm run demo', '  one: posted', 'a < b & c']);
  expect(svg).toContain('<tspan class="g">posted</tspan>');
  // What was replaced was there for a while: from one to two of eleven seconds.
  expect(svg).toContain('9.09%{visibility:visible}18.18%{visibility:hidden}');
});

it('wraps long lines, scrolls, and leaves nothing that an image may not hold', () => {
  const svg = svgOf([
    [0, 'o', `${'x'.repeat(25)}\n`],
    [1, 'o', 'two\nthree\nfour'],
  ]);
  expect(last(svg)).toEqual(['x'.repeat(20), 'xxxxx', 'two', 'three', 'four']);
  expect(svg).toContain('translateY(-36px)');
  // oxlint-disable-next-line no-control-regex -- that is what must not be there
  expect(svg).not.toMatch(/[\u0000-\u0009\u000B-\u001F]|<script|<foreignObject|href=/);
  expect(svg).toContain('a &amp; b');
});

it('cuts pauses, and lets a table be read', () => {
  const svg = svgOf([
    [0, 'o', 'begin\n'],
    [60, 'o', 'the table\nWhat to try next'],
  ]);
  // 1.2 s, five to read, eight at the end.
  expect(svg).toContain('animation:14.2s step-end infinite');
});

it('is readable on light and dark pages, and stands still for who wants it to', () => {
  const svg = readFileSync('docs/demo.svg', 'utf8');
  expect(svg).toContain('prefers-color-scheme:dark');
  expect(svg).toContain('prefers-reduced-motion:reduce');
  expect(last(svg).join('\n')).toContain('What to try next.');
  expect(svg.length).toBeLessThan(200_000);
});
