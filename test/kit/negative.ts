/** Programs that must not compile: the type check fails when one of them does. */
import { anyOf, failuresOf, is, isAtLeast, isOneOf, plan, skill } from '../../src/kit';

const look = skill({
  name: 'demo.look@1',
  input: 'mesh.run.changed@1',
  output: 'task.progressed@1',
  effects: 'none',
  timeout: '10s',
  perform: ({ waiting, type }) => ({ fraction: 1 / waiting.length, message: type }),
});
const tell = skill({
  name: 'demo.tell@1',
  input: 'task.failed@1',
  output: 'mesh.run.changed@1',
  effects: 'external',
  repeat: 'keyed',
  perform: ({ code }) => ({
    status: 'failed',
    type: code,
    acceptedAt: '',
    at: '',
    waiting: [],
    answered: [],
  }),
});

skill({
  name: 'demo.tell@1',
  input: 'task.failed@1',
  output: 'mesh.run.changed@1',
  effects: 'none',
  // @ts-expect-error the output does not fit its schema: there is no such status
  perform: () => ({ status: 'done', type: '', acceptedAt: '', at: '', waiting: [], answered: [] }),
});
skill({
  name: 'demo.tell@1',
  // @ts-expect-error there is no such schema
  input: 'task.fails@1',
  output: 'mesh.run.cancel@1',
  effects: 'none',
  perform: () => ({}),
});
skill({
  name: 'demo.tell@1',
  input: 'task.failed@1',
  output: 'mesh.run.cancel@1',
  effects: 'none',
  // @ts-expect-error a member of the input that is not there
  perform: ({ kode }) => ({ reason: String(kode) }),
});
// @ts-expect-error a worker's skill needs `perform`
skill({ name: 'demo.tell@1', input: 'task.failed@1', output: 'mesh.run.cancel@1', effects: 'none' });
skill({
  name: 'demo.tell@1',
  input: 'task.failed@1',
  output: 'mesh.run.cancel@1',
  effects: 'none',
  // @ts-expect-error a duration has a unit
  timeout: '10',
  perform: () => ({}),
});

plan('business.demo.intent', 'mesh.run.changed@1', 'task.progressed@1', ({ intent, step }) => {
  const progress = step('look', look, intent);
  const told = step('tell', tell, { code: intent.type, message: 'text' });
  // @ts-expect-error a typo in a reference
  void intent.statuss;
  // @ts-expect-error there is no such status
  is(told.status, 'faild');
  // @ts-expect-error nor is it one of these
  isOneOf(told.status, ['failed', 'broken']);
  // @ts-expect-error nor does it help to name another beside it
  anyOf(is(told.status, 'failed'), is(told.status, 'broken'));
  // @ts-expect-error a value is no condition
  anyOf(told.status);
  // @ts-expect-error text is not compared with a number
  isAtLeast(told.type, 3);
  // @ts-expect-error the wrong shape
  step('a', look, progress);
  // @ts-expect-error what may be missing does not fit what is required
  step('b', tell, { code: 'x', message: intent.subject });
  // @ts-expect-error a number is not text
  step('c', tell, { code: 'x', message: progress.fraction });
  // @ts-expect-error items are taken from lists
  step.each('d', tell, intent.type, () => ({ code: 'x', message: 'y' }));
  step.each('e', tell, intent.waiting, (task) => ({
    code: task.task,
    // @ts-expect-error a task that waits has no message
    message: task.message,
  }));
  // @ts-expect-error what is no list has no items that failed
  failuresOf(told);
  return progress;
});
// @ts-expect-error the plan's answer misses its fraction
plan('business.demo.intent', 'mesh.run.changed@1', 'task.progressed@1', ({ intent, step }) => {
  step('look', look, intent);
  return {};
});
// @ts-expect-error an intent is named otherwise
plan('demo', 'mesh.run.changed@1', 'task.progressed@1', ({ intent, step }) => step('look', look, intent));
// @ts-expect-error the plan's answer has a member that its schema does not know
plan('business.demo.intent', 'mesh.run.changed@1', 'task.progressed@1', ({ intent, step }) => {
  step('look', look, intent);
  return { fraction: 1, mesage: 'x' };
});
// @ts-expect-error the plan's answer is for another schema
plan('business.demo.intent', 'mesh.run.changed@1', 'task.failed@1', ({ intent, step }) => {
  const progress = step('look', look, intent);
  return progress;
});
