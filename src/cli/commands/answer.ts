import { Command } from 'commander';
import { CliError, type Client } from '../client';
import { followRun } from '../follow-run';
import { hintFor, type Hint } from '../hint';
import { lines, print } from '../output';
import { tasksOf, type RunView } from '../run-view';
import { statusText } from '../style';
import { until } from '../watch';
import { clientFor, segment, type CommonOptions } from './common';

interface Options extends CommonOptions {
  approve?: boolean;
  reject?: boolean;
  comment?: string;
  output?: string;
  fail?: string;
  watch?: boolean;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CliError(`--output is not JSON: ${(error as Error).message}`);
  }
};

const bodyOf = ({ approve, reject, comment, output, fail }: Options): object => {
  const given = [approve, reject, output, fail].filter((value) => value !== undefined);
  if (given.length !== 1)
    throw new CliError(
      `Say what the answer is, in one way: --approve, --reject, --output with JSON, or --fail with a reason.`,
    );
  if (output !== undefined) return { output: parsed(output) };
  if (fail !== undefined) return { failure: { code: 'refused', message: fail } };
  return { output: { decision: approve ? 'approved' : 'rejected', ...(comment && { comment }) } };
};

/** An answer that is not taken by then is still on its way. */
const TAKEN_MS = 15_000;

const waits = (run: RunView, task: string): boolean =>
  tasksOf(run).some(({ id, status }) => id === task && status === 'waiting');

/** The run, once it has taken the answer: until then it looks as if nobody had answered. */
const untilTaken = (client: Client, path: string, task: string): Promise<RunView> => {
  const end = performance.now() + TAKEN_MS;
  return until(() => client.get<RunView>(path), {
    done: (run) => !waits(run, task) || performance.now() > end,
    show: () => undefined,
  });
};

const outcome = (run: RunView, task: string, hint: Hint): string =>
  lines(
    waits(run, task)
      ? 'The answer is kept, and on its way to its run.'
      : `The answer was taken; the run is ${statusText(run.status)}.`,
    `See it: ${hint('run', run.runId)}`,
  );

const answer = async (task: string, options: Options): Promise<void> => {
  const client = clientFor(options);
  const answered = await client.post<{ runId: string }>(`tasks/${segment(task)}/complete`, bodyOf(options));
  const path = `runs/${segment(answered.runId)}`;
  const taken = await untilTaken(client, path, task);
  if (options.watch) return followRun(client, path, options);
  print(options.json, answered, () => outcome(taken, task, hintFor(options)));
};

export const answerCommand = () =>
  new Command('answer')
    .description('Answers a task that waits. The first valid answer counts.')
    .argument('<task>', 'id of the task, as tasks lists it')
    .option('--approve', 'the same as --output \'{"decision":"approved"}\'')
    .option('--reject', 'the same as --output \'{"decision":"rejected"}\'')
    .option('--comment <text>', 'goes with --approve or --reject')
    .option('--output <json>', "the answer, by the skill's output schema")
    .option('--fail <message>', 'the task cannot be done, and why')
    .option('--watch', 'follow the run until it ends or somebody must act')
    .action(answer);
