import { existsSync } from 'node:fs';
import { anchorsOf, linksOf, PAGES, textOf } from './pages';

it.each(PAGES)('%s links to what is there', (page) =>
  expect(linksOf(page).filter(({ file }) => !existsSync(file))).toEqual([]),
);

it.each(PAGES)('%s links to headings that are there', (page) => {
  const gone = linksOf(page).filter(
    ({ file, anchor }) => anchor !== undefined && file.endsWith('.md') && !anchorsOf(file).includes(anchor),
  );
  expect(gone).toEqual([]);
});

describe('guarantees', () => {
  const tests = linksOf('docs/guarantees.md').filter(({ file }) => file.startsWith('test/'));
  const promises = textOf('docs/guarantees.md')
    .split('\n')
    .filter((line) => /^\| (?!what holds|-)/.test(line));

  it('each name a test that fails without it', () => {
    expect(promises.length).toBeGreaterThan(30);
    expect(promises.filter((row) => !TITLED_TEST.test(row.split('|').at(-2)!))).toEqual([]);
  });
  it.each(tests)('name a test that is there: $file, $title', ({ file, title = '' }) =>
    expect(textOf(file).replaceAll("\\'", "'")).toMatch(nameOf(title)),
  );
});

/** Begins with the title: names of tests may go on, and have other quotes around them. */
const nameOf = (title: string): RegExp => new RegExp(`['"\`]${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);

const TITLED_TEST = /\]\(\.\.\/test\/[^)\s]+ ["']/;
