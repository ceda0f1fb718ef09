import { existsSync, readFileSync } from 'node:fs';
import { schemaBook } from '../../src/contracts/ajv-schema-book';
import { schemas } from '../../src/contracts/generated/schemas';
import { schemaFiles } from './schema-files';

interface Examples {
  valid: unknown[];
  invalid: { why: string; pointer: string; value: unknown }[];
}

const book = schemaBook(schemas);

describe.each(schemaFiles())('$key', ({ key, path }) => {
  const file = path.replace(/\.json$/, '.examples.json');
  if (!existsSync(file)) {
    it(`has examples in ${file}`, () => expect(existsSync(file)).toBe(true));
    return;
  }
  const { valid, invalid } = JSON.parse(readFileSync(file, 'utf8')) as Examples;

  it('shows what is right and what is wrong', () => {
    expect(valid.length).toBeGreaterThan(0);
    expect(invalid.length).toBeGreaterThan(0);
  });
  it.each(valid.map((value, index) => ({ index, value })))('takes valid example $index', ({ value }) => {
    expect(book.faults(key, value)).toEqual([]);
  });
  it.each(invalid)('refuses: $why', ({ pointer, value }) => {
    expect(book.faults(key, value).map((fault) => fault.pointer)).toContain(pointer);
  });
});
