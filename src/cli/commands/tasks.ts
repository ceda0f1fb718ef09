import { Command } from 'commander';
import { CliError } from '../client';
import { print, tableOf } from '../print';
import { clientFor, queryOf, type CommonOptions } from './common';

interface WaitingTask {
  taskId: string;
  runId: string;
  skill: string;
  title?: string;
  since?: string;
  due?: string;
}

const tasks = async (options: CommonOptions): Promise<void> => {
  const found = await clientFor(options).get<{ tasks: WaitingTask[] }>(
    `tasks${queryOf({ status: 'waiting' })}`,
  );
  print(options.json, found, () =>
    found.tasks.length
      ? tableOf(
          ['TASK', 'SKILL', 'TITLE', 'SINCE'],
          found.tasks.map((task) => [task.taskId, task.skill, task.title, task.since]),
        )
      : 'Nothing waits for a person.',
  );
};

export const tasksCommand = () =>
  new Command('tasks').description('Lists what waits for a person or an outside system.').action(tasks);

interface AnswerOptions extends CommonOptions {
  approve?: boolean;
  reject?: boolean;
  comment?: string;
  output?: string;
}

const outputOf = ({ approve, reject, comment, output }: AnswerOptions): unknown => {
  if (output) return JSON.parse(output) as unknown;
  if (approve || reject) return { decision: approve ? 'approved' : 'rejected', ...(comment && { comment }) };
  throw new CliError('Say what the answer is: --approve, --reject, or --output with JSON.');
};

const answer = async (task: string, options: AnswerOptions): Promise<void> => {
  const answered = await clientFor(options).post(`tasks/${task}/complete`, { output: outputOf(options) });
  print(options.json, answered, () => `answered ${task}`);
};

export const answerCommand = () =>
  new Command('answer')
    .description('Answers a task that waits. The first valid answer counts.')
    .argument('<task>', 'id of the task')
    .option('--approve', 'the same as --output \'{"decision":"approved"}\'')
    .option('--reject', 'the same as --output \'{"decision":"rejected"}\'')
    .option('--comment <text>', 'goes with --approve or --reject')
    .option('--output <json>', "the answer, by the skill's output schema")
    .action(answer);
