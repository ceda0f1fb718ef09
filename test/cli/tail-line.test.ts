import { amqpProperties, toStructured } from '../../src/contracts/envelope';
import type { MeshEvent } from '../../src/contracts/event';
import { passes, tailLine, WIDE, type Passing } from '../../src/cli/tail-line';

const event = (fields: Partial<MeshEvent> = {}): MeshEvent => ({
  specversion: '1.0',
  id: 'e1',
  source: '/mesh/planner',
  type: 'business.invoice.task.created',
  subject: 'run.post',
  tenantid: 'contoso',
  correlationid: 'run',
  data: { skill: 'invoice.post@1' },
  ...fields,
});
const passing = (of: MeshEvent): Passing => ({
  hub: 'tasks',
  at: new Date(2024, 4, 3, 14, 5, 6, 78),
  body: toStructured(of),
  properties: amqpProperties(of),
});

describe('an event that passes', () => {
  it.each([
    ['as it is', event(), {}, /^14:05:06\.078 {2}tasks {13}business\.invoice\.task\.created +run\.post$/],
    ['with what is unusual', event({ attempt: 3, replayid: 'r1' }), {}, /run\.post {2}try 3 {2}replay r1$/],
    ['with who asked', event({ authid: 'ada' }), {}, /by ada$/],
    ['with its data', event(), { data: true }, /\{"skill":"invoice\.post@1"\}$/],
  ])('is one line: %s', (_, of, options, expected) => {
    expect(tailLine(passing(of), options)).toMatch(expected);
  });

  it('is shown where it is none', () => {
    expect(tailLine({ ...passing(event()), body: Buffer.from([0xff, 1]) })).toMatch(/\(no event: 2 bytes\)$/);
  });
});

describe('on a terminal of eighty columns', () => {
  const run = '5a000000-0000-8000-8000-000000000000';
  const narrow = (of: MeshEvent) => tailLine(passing(of), { columns: 80 });

  it('is one line with a whole id, to be pasted', () => {
    const longest = event({ type: 'business.invoice.task.deadlettered', subject: `${run}.check-duplicate` });
    const line = narrow(longest);
    expect(line).toBe(`14:05:06 task.deadlettered ${run}.check-duplicate`);
    expect(line.length).toBeLessThanOrEqual(80);
    expect(narrow(event({ type: 'mesh.run.changed', subject: run }))).toMatch(/^14:05:06 run\.changed +5a/);
  });

  it('says that something is tried again, and leaves out who asked', () => {
    expect(narrow(event({ attempt: 2, replayid: 'r1', authid: 'ada' }))).toMatch(/run\.post try 2 replayed$/);
  });

  it('is the long one where there is room', () => {
    expect(tailLine(passing(event()), { columns: WIDE })).toContain('business.invoice.task.created');
  });
});

describe('the filter', () => {
  it.each([
    [{}, true],
    [{ type: ['business.invoice.task.created'] }, true],
    [{ type: ['business.*.task.*'] }, true],
    [{ type: ['*.failed', '*.created'] }, true],
    [{ type: ['business.invoice'] }, false],
    [{ type: ['businessXinvoice*'] }, false],
    [{ tenant: 'contoso', run: 'run' }, true],
    [{ tenant: 'fabrikam' }, false],
    [{ run: 'other' }, false],
  ])('%j: %s', (filter, expected) => {
    expect(passes(filter)(passing(event()))).toBe(expected);
  });

  it('lets bytes that say nothing of themselves pass only where nothing is asked', () => {
    const bytes = { properties: {} };
    expect(passes({})(bytes)).toBe(true);
    expect(passes({ type: ['*'] })(bytes)).toBe(false);
    expect(passes({ run: 'run' })(bytes)).toBe(false);
  });
});
