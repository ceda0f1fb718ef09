import { hubOf } from '../../../src/contracts/hubs';
import { restrictedRef } from '../../../src/contracts/dataref';
import type { Plan } from '../../../src/contracts/plan';
import { planFaults } from '../../../src/mesh/planner/check-plan';
import type { Folded } from '../../../src/mesh/planner/fold';
import { fold } from '../../../src/mesh/planner/fold';
import { planRun } from '../../../src/mesh/planner/plan-run';
import {
  NOON,
  RUN,
  book,
  contextAt,
  failed,
  intentOf,
  planOf,
  plannedOf,
  result,
  sent,
  start,
  step,
} from './world';

const member = (name: string, leaf: object) => ({
  type: 'object',
  required: [name],
  properties: { [name]: leaf },
});
const valuable = member('valuable', { const: true });

/** `look`, then `each` and `post`; `alone`, then `beside`; `help` where `look` fails. */
const plan = (...lanes: NonNullable<Plan['lanes']>): Plan => ({
  ...planOf({
    look: step({ onFailure: ['help'] }),
    each: step({ needs: ['look'], forEach: '/intent/data/list', input: { $from: '/item' } }),
    post: step({ needs: ['each'] }),
    alone: step(),
    beside: step({ needs: ['alone'] }),
    help: step(),
  }),
  lanes,
});
const afterLook = plan({ lane: 'high', on: '/steps/look/output', schema: valuable });

const hubs = ({ run, out }: Pick<Folded, 'run' | 'out'>) =>
  Object.fromEntries(
    sent(run, out)
      .filter(({ type }) => type.endsWith('task.created'))
      .map((event) => [event.subject!.replace(/^[^.]*\./, ''), hubOf(event)]),
  );
const data = { list: [1, 2] };
const looked = (output: unknown, priority?: 'high' | 'low') => {
  const begun = start(afterLook, data, priority && { priority });
  return fold(begun.run, result('look', 'completed', { output }), contextAt());
};

it('is that of the intent until the plan chooses another, for the steps that come after', () => {
  expect(hubs(start(afterLook, data))).toEqual({ look: 'tasks', alone: 'tasks' });
  const found = looked({ valuable: true });
  expect(hubs(found)).toEqual({ 'each.0': 'tasks-priority', 'each.1': 'tasks-priority' });
  const all = [result('each.0', 'completed'), result('each.1', 'completed')].reduce<Folded>(
    ({ run }, event) => fold(run, event, contextAt()),
    found,
  );
  expect(hubs(all)).toEqual({ post: 'tasks-priority' });
  expect(hubs(fold(all.run, result('alone', 'completed'), contextAt()))).toEqual({ beside: 'tasks' });
});

it.each([[{ valuable: false }], [{}], [null]])(
  'stays that of the intent where it does not hold, on %j',
  (output) => {
    expect(hubs(looked(output))).toEqual({ 'each.0': 'tasks', 'each.1': 'tasks' });
    expect(hubs(looked(output, 'high'))['each.0']).toBe('tasks-priority');
  },
);

it('stays that of the intent where the step has failed', () => {
  const { run } = start(plan({ lane: 'high', on: '/steps/look/output', schema: {} }), data);
  expect(hubs(fold(run, failed('look'), contextAt()))).toEqual({ help: 'tasks' });
});

it('is chosen for all steps by the data of the intent', () => {
  const express = plan({ lane: 'high', on: '/intent/data', schema: member('express', { const: true }) });
  expect(hubs(start(express, { ...data, express: true }))).toEqual({
    look: 'tasks-priority',
    alone: 'tasks-priority',
  });
  expect(hubs(start(express, data))).toEqual({ look: 'tasks', alone: 'tasks' });
});

it('is chosen by the first rule that holds, and may be a lower one', () => {
  const [low, high] = (['normal', 'high'] as const).map((lane) => ({
    lane,
    on: '/intent/data',
    schema: {},
  }));
  expect(hubs(start(plan(low!, high!), data, { priority: 'high' }))['look']).toBe('tasks');
  expect(hubs(start(plan(high!, low!), data))['look']).toBe('tasks-priority');
});

it('is the same when a task is sent again, and on no other event of the run', () => {
  const { run, out } = looked({ valuable: true });
  const late = NOON + 3_600_000;
  const check = { ...intentOf(), id: 'check', type: 'mesh.run.check', data: {} };
  const again = fold(run, check, contextAt(late));
  expect(hubs(again)).toMatchObject({ 'each.0': 'tasks-priority', alone: 'tasks' });
  const others = sent(run, out).filter(({ type }) => !type.endsWith('task.created'));
  expect(others.filter(({ priority }) => priority !== undefined)).toEqual([]);
});

it('is checked before a plan is kept', () => {
  const faultsOf = (...lanes: NonNullable<Plan['lanes']>) =>
    planFaults(plan(...lanes), { skills: new Set(['test.do@1']), book });
  expect(faultsOf({ lane: 'high', on: '/intent/data', schema: {} })).toEqual([]);
  expect(
    faultsOf(
      { lane: 'high', on: '/steps/nothing/output', schema: {} },
      { lane: 'high', on: '/item', schema: { type: 'nonsense' } },
    ).map(({ pointer }) => pointer),
  ).toEqual(['/lanes/0/on', '/lanes/1/on', '/lanes/1/schema']);
});

it('is that of restricted data wherever there is some, whatever the plan chooses; the choice sees what is exposed', () => {
  const shown = (name: string) => member(name, { const: true });
  const rules = plan(
    { lane: 'high', on: '/intent/data', schema: shown('express') },
    { lane: 'high', on: '/intent/data', schema: shown('hidden') },
  );
  const secret = {
    ...rules,
    steps: { ...rules.steps, alone: step({ input: { $from: '/intent/data' } }) },
  };
  const begun = (dataexposed: string) => {
    const dataref = restrictedRef(RUN, Buffer.from('{"hidden":true}'));
    const { data: _, ...intent } = intentOf(undefined, { dataref, dataexposed });
    return hubs(planRun(intent, plannedOf(secret), contextAt()));
  };
  expect(begun('{"express":true}')).toEqual({ look: 'tasks-priority', alone: 'tasks-restricted' });
  expect(begun('{}')).toEqual({ look: 'tasks', alone: 'tasks-restricted' });
});
