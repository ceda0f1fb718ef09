import { Command } from 'commander';
import { CliError } from '../client';
import { hintFor } from '../hint';
import { lines, print } from '../output';
import { clientFor, segment, type CommonOptions } from './common';

interface Options extends CommonOptions {
  approve?: boolean;
  reject?: boolean;
  comment?: string;
  output?: string;
  fail?: string;
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

const answer = async (task: string, options: Options): Promise<void> => {
  const body = bodyOf(options);
  const answered = await clientFor(options).post<{ runId: string }>(`tasks/${segment(task)}/complete`, body);
  print(options.json, answered, () =>
    lines(
      `The answer is on its way to its run.`,
      `Follow it: ${hintFor(options)('run', answered.runId, '--watch')}`,
    ),
  );
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
    .action(answer);
