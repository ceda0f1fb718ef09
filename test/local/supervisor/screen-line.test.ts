import { screenLine } from '../../../src/local/supervisor/screen-line';

it.each([
  ['a plain line', 'out of memory', 'worker: out of memory'],
  [
    'a structured line, with what it is about',
    '{"level":"warn","message":"tried again","run":"r1","task":"r1.post","trace":"t"}',
    'worker: tried again (task r1.post)',
  ],
  [
    'the error of a structured line',
    '{"level":"error","message":"not kept","error":"503"}',
    'worker: not kept (503)',
  ],
  ['JSON that is no line of ours', '{"a":1}', 'worker: {"a":1}'],
])('shows %s', (_, line, shown) => expect(screenLine('worker', line)).toBe(shown));

it.each([
  ['a frame of a stack trace', '    at Object.<anonymous> (index.js:1:1)'],
  ['a remark of Node', '(node:12) ExperimentalWarning: something'],
  ['an empty line', '  '],
])('leaves %s to the log file', (_, line) => expect(screenLine('worker', line)).toBeUndefined());
