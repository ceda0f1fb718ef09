import type { RunEnded } from '../../contracts/generated/schemas';
import { present } from '../letters/present';
import { failureOfRun } from '../planner/end-event';
import type { Run } from '../planner/run';
import type { ContentStore } from '../ports/content-store';

/** What everybody on the way must be able to forward, by the specification of CloudEvents. */
export const OUTPUT_BYTES = 64 * 1024;

/** The output where it may travel, and not too much of it; there is a link to the rest. */
const outputOf = async ({ output }: Run, contents: Pick<ContentStore, 'get'>): Promise<unknown> => {
  if (!output) return undefined;
  if ('value' in output) return output.value;
  const bytes = output.ref.startsWith('content/') ? await contents.get(output.ref) : undefined;
  return bytes && bytes.length <= OUTPUT_BYTES
    ? (JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown)
    : undefined;
};

const reasonOf = (run: Run): string | undefined => {
  switch (run.status) {
    case 'failed':
      return failureOfRun(run)?.message;
    case 'cancelled':
      return run.reason;
    case 'expired':
      return 'it was not done before its deadline';
    default:
      return undefined;
  }
};

/** What a subscriber is told of a run that has ended. */
export const runEnded = async (
  run: Run,
  { contents, link }: { contents: Pick<ContentStore, 'get'>; link: string },
): Promise<RunEnded> =>
  present({
    runId: run.id,
    type: run.intent.type,
    status: run.status as RunEnded['status'],
    reference: run.intent.id,
    subject: run.intent.subject,
    acceptedAt: new Date(run.acceptedAt).toISOString(),
    endedAt: new Date(run.endedAt!).toISOString(),
    output: await outputOf(run, contents),
    reason: reasonOf(run) || undefined,
    link,
  });
