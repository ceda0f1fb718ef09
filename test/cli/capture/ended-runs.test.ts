import { endedRuns } from '../../../src/cli/capture/ended-runs';
import { located } from './captured';

const event = (type: string, run: string) =>
  located({ body: Buffer.from(JSON.stringify({ type, correlationid: run })) }, 'events');

async function* all(...events: readonly ReturnType<typeof event>[]) {
  yield* events;
}

it('knows runs by the events that tell of their end', async () => {
  const ends = ['completed', 'failed', 'expired', 'cancelled'];
  const events = ends.map((end) => event(`business.invoice.intent.${end}`, end));
  expect(await endedRuns(all(...events))).toEqual(new Set(ends));
});

it('takes nothing else for an end', async () => {
  const others = [
    'business.invoice.intent',
    'business.invoice.task.completed',
    'mesh.run.changed',
    'business.invoice.intent.completed.late',
  ];
  expect(await endedRuns(all(...others.map((type) => event(type, 'r')), located()))).toEqual(new Set());
});
