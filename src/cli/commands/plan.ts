import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { PlanCheck } from '../../../clients/typescript/src';
import type { Plan } from '../../contracts/plan';
import { CliError } from '../client';
import { hintFor } from '../hint';
import { endWith, lines, print } from '../output';
import { mermaidOf } from '../plan-mermaid';
import { meshFor, type CommonOptions } from './common';

interface Options extends CommonOptions {
  file?: string;
}

const read = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : message;
    throw new CliError(`${file} cannot be checked: ${why}.`);
  }
};

const kept = async (type: string, options: Options): Promise<unknown> =>
  (await meshFor(options).getPlan({ type })).plan;

const list = async (options: Options): Promise<void> => {
  const hint = hintFor(options);
  const found = await meshFor(options).listPlans();
  print(options.json, found, () => lines(...found.plans.map(({ type }) => hint('plan', type))));
};

const faultText = ({ pointer, message }: PlanCheck['faults'][number]): string =>
  `${pointer || 'the plan'}: ${message}`;

const text = (plan: unknown, { faults, skills }: PlanCheck): string =>
  faults.length > 0 ? faults.map(faultText).join('\n') : mermaidOf(plan as Plan, skills);

const plan = async (type: string | undefined, options: Options): Promise<void> => {
  if (type === undefined && options.file === undefined) return list(options);
  const wanted = options.file === undefined ? await kept(type!, options) : read(options.file);
  const checked = await meshFor(options).checkPlan({
    body: { plan: wanted, ...(type !== undefined && { type }) },
  });
  print(options.json, { plan: wanted, faults: checked.faults }, () => text(wanted, checked));
  endWith(checked.faults.length === 0);
};

export const planCommand = () =>
  new Command('plan')
    .description('Draws the plan for a type of intents as a Mermaid flowchart, and checks it.')
    .argument('[type]', 'type of the intent; without one, lists all')
    .option('--file <plan.json>', 'a plan from a file instead; ends with 1 where something is wrong with it')
    .action(plan);
