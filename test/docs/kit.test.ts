import { textOf } from './pages';

const page = textOf('docs/kit.md');
const sections = page.split(/^### /m).slice(1);

/** What the index exports by name. */
const exported = [...textOf('src/kit/index.ts').matchAll(/^export (?:type )?\{([^}]*)\}/gm)]
  .flatMap(([, names]) => names!.split(','))
  .map((name) => name.replace(/\btype\b/, '').trim())
  .filter(Boolean);

it('tells of all that the kit exports, and of nothing else', () =>
  expect(sections.map((section) => section.split('\n')[0]!).toSorted()).toEqual(exported.toSorted()));

// Types may speak by their members; what is called has a sentence of its own.
it('says of all that is called what it does', () =>
  expect(
    sections
      .filter((section) => /^```ts\n(function|class|const) /m.test(section))
      .filter((section) => /^\w+\n\n```/.test(section))
      .map((section) => section.split('\n')[0]),
  ).toEqual([]));
