import { readValues } from '../../../src/cli/doctor/azure';
import { fail, ok, skipped, warn, type Area } from '../../../src/cli/doctor/check';
import { AREAS, examine, type Examined } from '../../../src/cli/doctor/examine';
import { lineText, summaryText } from '../../../src/cli/doctor/report';
import { deployed } from './patient';

const area = (...looks: readonly Area['checks'][number]['look'][]): Area => ({
  name: 'Area',
  checks: looks.map((look, n) => ({ name: `it holds ${n}`, advice: 'do this', look })),
});

it('makes each check, shows each line when it is known, and goes on after one that breaks', async () => {
  const shown: Examined[] = [];
  const lines = await examine(deployed(), {
    areas: [
      area(
        () => ok('well'),
        () => Promise.reject(new Error('it broke')),
        () => skipped('no reason'),
      ),
    ],
    show: (line) => shown.push(line),
  });
  expect(shown).toEqual(lines);
  expect(lines.map(({ kind }) => kind)).toEqual(['ok', 'fail', 'skipped']);
  expect(lines[1]).toMatchObject({ detail: 'it broke', advice: 'do this' });
});

it('has something to say where nothing answers, of every check, without breaking', async () => {
  const nothing = deployed({
    values: undefined,
    api: () => {
      throw new TypeError('fetch failed');
    },
  });
  const areas = AREAS.filter(({ name }) => name !== 'Contracts');
  const lines = await examine(nothing, { areas, show: () => undefined });
  expect(lines.filter(({ kind }) => kind === 'fail').length).toBeGreaterThan(10);
  for (const line of lines) expect(lineText(line)).toContain(line.name);
});

it('writes a line, what to do beneath it, and how many there were', async () => {
  const lines = await examine(deployed(), {
    areas: [
      area(
        () => ok(),
        () => warn('slow', 'make it quick'),
        () => fail('broken', 'mend it'),
        () => skipped('not here'),
      ),
    ],
    show: () => undefined,
  });
  expect([...lines.map(lineText), summaryText(lines)].join('\n')).toMatchInlineSnapshot(`
   "ok       it holds 0
   warn     it holds 1: slow
            make it quick
   FAIL     it holds 2: broken
            mend it
   skipped  it holds 3: not here

   1 ok, 1 warning, 1 failed, 1 skipped. The mesh is not fit."
  `);
});

it('has a name of its own for each check', () => {
  const names = AREAS.flatMap(({ checks }) => checks.map(({ name }) => name));
  expect(new Set(names).size).toBe(names.length);
});

it('reads the values that azd prints', () => {
  const text = 'A="one"\nB="two \\"words\\""\nC=plain\nD=""\n# no value\n';
  expect(readValues(text)).toEqual({ A: 'one', B: 'two "words"', C: 'plain', D: '' });
});
