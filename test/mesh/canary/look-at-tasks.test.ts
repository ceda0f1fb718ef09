import { canary } from '../../../src/mesh/canary/canary';
import { lookAtTasks } from '../../../src/mesh/canary/look-at-tasks';
import { memoryCanaryStore } from '../../../src/mesh/ports/memory/memory-canary-store';
import { memoryContentStore } from '../../../src/mesh/ports/memory/memory-content-store';
import { memoryLog } from '../../../src/mesh/ports/memory/memory-log';
import { memoryMetrics } from '../../../src/mesh/ports/memory/memory-metrics';
import { virtualClock } from '../../../src/mesh/ports/memory/virtual-clock';
import { batchOf, book, catalogOf, skillOf, taskEvent } from '../worker/world';

const world = () => {
  const log = memoryLog();
  const metrics = memoryMetrics();
  const performed: unknown[] = [];
  const skill = skillOf({ perform: (input) => performed.push(input) });
  const deps = {
    catalog: catalogOf(skill),
    book,
    contents: memoryContentStore(),
    now: () => Date.UTC(2026, 0, 1),
  };
  const kept = memoryCanaryStore();
  const clock = virtualClock(Date.UTC(2026, 10, 21, 12));
  const look = canary({ log, metrics, outcomes: kept, clock })(lookAtTasks(deps));
  const outcomes = () => metrics.of('mesh.canary.events').map(({ attributes }) => attributes);
  return { log, outcomes, performed, look, kept };
};

it('counts what this build can perform, and performs nothing', async () => {
  const { look, log, outcomes, performed } = world();
  await look(batchOf(taskEvent(1), taskEvent(2)));
  const ok = { 'messaging.destination.name': 'tasks', 'mesh.outcome': 'ok' };
  expect(outcomes()).toEqual([ok, ok]);
  expect(performed).toEqual([]);
  expect(log.lines).toEqual([]);
});

it('says at once that this build lacks a skill, in a line that names event, run and skill', async () => {
  const { look, log, outcomes } = world();
  const event = taskEvent(1, { skill: 'test.novel@1' });
  await look(batchOf(event));
  expect(outcomes()).toEqual([
    {
      'messaging.destination.name': 'tasks',
      'mesh.outcome': 'would-dead-letter',
      'mesh.reason': 'unknown-skill',
    },
  ]);
  expect(log.lines).toEqual([
    {
      level: 'warn',
      message: 'this build would dead-letter an event',
      fields: {
        hub: 'tasks',
        partition: '0',
        sequence: 0,
        event: event.id,
        type: event.type,
        run: event.correlationid,
        code: 'unknown-skill',
        why: "This build lacks the skill of the task 'test.novel@1'.",
      },
    },
  ]);
});

it('says that an input no longer fits the skill’s schema, and that bytes are no event', async () => {
  const { look, outcomes } = world();
  const unfit = taskEvent(1, { data: { skill: 'test.do@1', step: 'step', input: { n: 'one' } } });
  await look(batchOf(unfit, Buffer.from([0xff])));
  expect(outcomes().map((one) => one['mesh.reason'])).toEqual(['invalid-input', 'invalid-event']);
});

it('passes over a task that is past its deadline, whose skill it need not know', async () => {
  const { look, outcomes } = world();
  await look(batchOf(taskEvent(1, { skill: 'test.novel@1', deadline: '2025-12-31T00:00:00Z' })));
  expect(outcomes().map((one) => one['mesh.outcome'])).toEqual(['ok']);
});

it('keeps sums of what it saw, by hub, day and partition, and counts a batch that comes again once', async () => {
  const { look, kept } = world();
  const event = taskEvent(1, { skill: 'test.novel@1' });
  const batch = batchOf(event, taskEvent(2));
  await look(batch);
  await look(batch);
  expect(await kept.looks()).toEqual([
    {
      hub: 'tasks',
      day: '2026-11-21',
      partition: '0',
      looks: {
        seen: 1,
        looked: 2,
        stumbles: [
          {
            outcome: 'would-dead-letter',
            type: event.type,
            code: 'unknown-skill',
            count: 1,
            example: { run: event.correlationid, tenant: event.tenantid },
          },
        ],
      },
    },
  ]);
});
