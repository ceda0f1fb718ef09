import { agent, BusinessFailure, is, plan, RetryableError, skill, type Repeat } from '../../src/kit';

/** A counter outside, for skills with an effect: how often each was done. */
export const tally = () => {
  const done: string[] = [];
  return { done, times: (what: string) => done.filter((each) => each === what).length };
};

export interface DemoOptions {
  done?: string[];
  repeat?: Repeat;
  /** How often the effect is refused before it happens. */
  refusals?: number;
  /** What the skill waits for before it goes on. */
  pause?: (signal: AbortSignal) => Promise<unknown>;
  /** Whether things are booked in the order of their key. */
  order?: 'key';
}

/** An agent on the mesh's own schemas: a list is worked through, a person is asked, something is booked. */
export const demoAgent = ({ done = [], repeat = 'keyed', refusals = 0, pause, order }: DemoOptions = {}) => {
  let refused = 0;
  const look = skill({
    name: 'demo.look@1',
    input: 'mesh.run.changed@1',
    output: 'task.failed@1',
    effects: 'none',
    perform: ({ type, status }) => {
      if (type === 'nonsense') throw new BusinessFailure('nonsense', 'This is nonsense.');
      return { code: status, message: type };
    },
  });
  const note = skill({
    name: 'demo.note@1',
    input: 'task.failed@1',
    output: 'mesh.run.cancel@1',
    effects: 'idempotent',
    perform: ({ code, message }) => {
      if (code === 'bad') throw new BusinessFailure('bad', 'A bad item.');
      return { reason: `${code}: ${message}` };
    },
  });
  const ask = skill({
    name: 'demo.ask@1',
    input: 'task.failed@1',
    output: 'mesh.run.cancel@1',
    effects: 'none',
    by: 'person',
  });
  const book = skill({
    name: 'demo.book@1',
    input: 'task.failed@1',
    output: 'mesh.run.cancel@1',
    effects: 'external',
    repeat,
    timeout: '10s',
    ...(order && { order }),
    ...(repeat === 'probe' && {
      probe: (_: unknown, { key }: { key: string }) => (done.includes(key) ? { reason: 'found' } : undefined),
    }),
    perform: async ({ message }, { key, signal }) => {
      await pause?.(signal);
      if (refused++ < refusals) throw new RetryableError('busy', 'Come again.', { retryAfterMs: 5_000 });
      // One that knows the key does not do it twice.
      if (repeat !== 'keyed' || !done.includes(key)) done.push(key);
      return { reason: message };
    },
  });

  const working = plan(
    'business.demo.intent',
    'mesh.run.changed@1',
    'intent.cancelled@1',
    ({ intent, step }) => {
      const seen = step('look', look, intent);
      const notes = step.each(
        'notes',
        note,
        intent.waiting,
        (task) => ({ code: task.task, message: task.skill }),
        {
          onItemFailure: 'skip',
        },
      );
      const answer = step('ask', ask, seen, { when: is(seen.code, 'waiting') });
      const booked = step('book', book, seen, {
        when: is(answer.reason, 'yes', { ifSkipped: true }),
        after: notes,
      });
      return { reason: booked.reason, uncertain: [seen.message] };
    },
  );
  return agent({ name: 'demo', version: '1.0.0', owner: 'us', plans: [working] });
};

const at = '2026-11-21T10:00:00Z';
export const demoData = (members: object = {}) => ({
  status: 'running',
  type: 'work',
  acceptedAt: at,
  at,
  waiting: [],
  answered: [],
  ...members,
});
export const waitingFor = (...tasks: string[]) => tasks.map((task) => ({ task, skill: 'x', since: at }));
