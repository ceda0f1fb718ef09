import { Command } from 'commander';
import type { Tasks } from '../../../clients/typescript/src';
import { hintFor } from '../hint';
import { lines, print } from '../output';
import { tableOf } from '../table';
import { moment } from '../words';
import { meshFor, type CommonOptions } from './common';

interface Options extends CommonOptions {
  cursor?: string;
}

const listed = ({ tasks, cursor }: Tasks, options: Options): string => {
  const hint = hintFor(options);
  if (tasks.length === 0) return 'Nothing waits for a person or an outside system.';
  return lines(
    tableOf(
      ['TASK', 'SINCE', 'DUE', 'SKILL', 'TITLE'],
      tasks.map(({ taskId, skill, title, since, due }) => [taskId, moment(since), moment(due), skill, title]),
    ),
    cursor && `\nMore: ${hint('tasks', '--cursor', cursor)}`,
    `\nTo answer: ${hint('answer', tasks[0]!.taskId, '--approve')}`,
  );
};

const tasks = async (options: Options): Promise<void> => {
  const found = await meshFor(options).listTasks({ status: 'waiting', cursor: options.cursor });
  print(options.json, found, () => listed(found, options));
};

export const tasksCommand = () =>
  new Command('tasks')
    .description('Lists what waits for a person or an outside system, the most urgent first.')
    .option('--cursor <cursor>', 'go on where the last list ended')
    .action(tasks);
