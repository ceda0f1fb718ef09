import type { EndKind } from '../../contracts/event-types';
import { told } from '../../contracts/problem';
import type { Content, FoldContext } from './context';
import { endData } from './end-event';
import { heavy } from './heavy';
import { resolve } from './references';
import type { Failure, Run } from './run';
import { scopeOf } from './scope';
import { seen } from './sealed';

export interface Closed {
  run: Run;
  /** A run that is done fails all the same if its output does not fit. */
  kind: EndKind;
  /** To be kept before the run is. */
  contents: readonly Content[];
}

/** The run at its end, with what it gives out. */
export const closed = (run: Run, kind: EndKind, context: FoldContext): Closed => {
  if (kind !== 'completed') return { run: over(run, kind, context), kind, contents: [] };
  const lookUp = scopeOf(run, context.read);
  const output = resolve(run.plan.output, (pointer) => seen(lookUp(pointer)));
  const failure = failureOfOutput(run, output, context);
  if (failure) return { run: { ...over(run, 'failed', context), failure }, kind: 'failed', contents: [] };
  return { kind, ...withOutput(over(run, kind, context), output) };
};

const over = (run: Run, kind: EndKind, { at }: FoldContext): Run => ({ ...run, status: kind, endedAt: at });

const withOutput = (run: Run, output: unknown): { run: Run; contents: readonly Content[] } => {
  if (output === undefined) return { run, contents: [] };
  const whole: Run = { ...run, output: { value: output } };
  const content = heavy(run.id, endData(whole, 'completed'));
  return content
    ? { run: { ...run, output: { ref: content.ref } }, contents: [content] }
    : { run: whole, contents: [] };
};

const MESSAGE = 1_000;

/** Held against the schema that the run was planned with; a build that does not know it takes any output. */
const failureOfOutput = (
  { outputSchema }: Run,
  output: unknown,
  { book }: FoldContext,
): Failure | undefined => {
  const faults = book.has(outputSchema) ? book.faults(outputSchema, output ?? null) : [];
  if (faults.length === 0) return undefined;
  const message = `The output does not fit '${outputSchema}': ${told(faults)}`;
  return { code: 'invalid-output', message: message.slice(0, MESSAGE) };
};
