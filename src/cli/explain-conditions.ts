import { passedIn, type Condition, type Conditions, type Passed, type Step } from '../contracts/plan';
import { conditionText } from './condition-text';
import type { StepView } from './run-view';

export type Find = (step: string) => StepView | undefined;

/** How a step settled without an output; undefined where it did not. */
const passedAs = (view: StepView | undefined): Passed | undefined => {
  if (view?.status === 'skipped') return 'skipped';
  return view?.status === 'failed' || view?.status === 'expired' ? 'failed' : undefined;
};

const told = (need: string, { schema }: Condition, view: StepView | undefined) => {
  const text = conditionText(need, schema, view?.output);
  const passed = passedAs(view);
  return { ...text, ...(passed && { whole: `${need} ${passed === 'failed' ? passed : 'was skipped'}` }) };
};

/** Whether a condition held; a demand without words of its own is taken to have. */
const held = (need: string, condition: Condition, find: Find): boolean => {
  const passed = passedAs(find(need));
  if (passed) return passedIn(condition).includes(passed);
  return told(need, condition, find(need)).holds !== false;
};

const entries = (conditions: Conditions) => Object.entries(conditions);
const allHeld = (conditions: Conditions, find: Find): boolean =>
  entries(conditions).every(([need, condition]) => held(need, condition, find));

/** What held, for which a step was taken. */
export const reasonsFor = ({ when = {}, whenAny = [] }: Step, find: Find): readonly string[] => [
  ...entries(when).flatMap(([need, condition]) => {
    // A need that was skipped has no output, and its condition says that this does not matter.
    const view = find(need);
    return view?.output === undefined ? [] : [told(need, condition, view).wants];
  }),
  ...whenAny.flatMap((list) => {
    const entry = list.find((conditions) => allHeld(conditions, find)) ?? {};
    return entries(entry).map(([need, condition]) => {
      const { wants, whole } = told(need, condition, find(need));
      return passedAs(find(need)) ? whole : wants;
    });
  }),
];

/** What would have had to hold, and what was the case; undefined where all of it did. */
export const missedBy = ({ needs, when = {}, whenAny = [] }: Step, find: Find): string | undefined => {
  const free = new Set(whenAny.flat().flatMap((conditions) => Object.keys(conditions)));
  const plain = needs.filter((need) => when[need] || !free.has(need));
  const missed = plain.map((need) => missedNeed(need, when[need], find(need))).find(Boolean);
  if (missed !== undefined) return missed;
  const list = whenAny.find((each) => !each.some((conditions) => allHeld(conditions, find)));
  return list && `it runs only when ${wantedBy(list, find)}, and ${foundBy(list, find)}`;
};

const fateOf = ({ status }: StepView): string =>
  status === 'failed' || status === 'expired' ? status : `is ${status}`;

const missedNeed = (
  need: string,
  condition: Condition | undefined,
  view: StepView | undefined,
): string | undefined => {
  const passed = passedAs(view);
  if (passed && condition && passedIn(condition).includes(passed)) return undefined;
  if (passed === 'skipped') return `it needs ${need}, which was skipped`;
  if (passed || view?.status === 'cancelled') return `it needs ${need}, which ${fateOf(view!)}`;
  if (!condition || view?.status !== 'completed') return undefined;
  const { wants, was, holds } = told(need, condition, view);
  return holds === true ? undefined : `it runs only when ${wants}, and ${was}`;
};

const wantedBy = (list: readonly Conditions[], find: Find): string =>
  list
    .map((conditions) =>
      entries(conditions)
        .map(([need, condition]) => told(need, condition, find(need)).wants)
        .join(' and '),
    )
    .join(', or ');

const foundBy = (list: readonly Conditions[], find: Find): string => {
  const found = list.flatMap(entries).map(([need, condition]) => told(need, condition, find(need)).whole);
  return [...new Set(found)].join(', ');
};
