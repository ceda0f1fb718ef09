import type { Conditions, Plan } from '../../contracts/plan';
import type { Fault } from '../../contracts/problem';
import type { SchemaBook } from '../../contracts/schema-book';
import { referenceFaults } from './check-references';
import { escaped, isGuard, placeOf } from './plan-place';

interface Around {
  book: Pick<SchemaBook, 'holds'>;
}

/** What is wrong with the conditions of a step. */
export const whenFaults = (plan: Plan, name: string, around: Around): readonly Fault[] => {
  const { when = {}, whenAny = [] } = plan.steps[name]!;
  const faultsIn = (conditions: Conditions, place: string) =>
    conditionFaults(plan, name, conditions, { place, around });
  return [
    ...faultsIn(when, placeOf(name, 'when')),
    ...whenAny.flatMap((entries, list) => {
      const place = placeOf(name, 'whenAny', list);
      if (entries.length === 0)
        return [{ pointer: place, message: 'is empty, and so never holds: name a condition' }];
      return entries.flatMap((conditions, index) =>
        Object.keys(conditions).length === 0
          ? [{ pointer: `${place}/${index}`, message: 'is empty, and so always holds: name a condition' }]
          : faultsIn(conditions, `${place}/${index}`),
      );
    }),
  ];
};

const conditionFaults = (
  plan: Plan,
  name: string,
  conditions: Conditions,
  { place, around }: { place: string; around: Around },
): readonly Fault[] => {
  const { needs } = plan.steps[name]!;
  return Object.entries(conditions).flatMap(([need, { schema }]) => {
    const pointer = `${place}/${escaped(need)}`;
    if (!needs.includes(need))
      return [{ pointer, message: `is a condition on a step that '${name}' does not need: add it to needs` }];
    if (isGuard(plan, need, name))
      return [
        {
          pointer,
          message: `'${need}' has no output to look at when '${name}' is taken, for it has failed: leave the condition out`,
        },
      ];
    const message = schemaFault(schema, around);
    return message === undefined ? [] : [{ pointer: `${pointer}/schema`, message }];
  });
};

/** What is wrong with the choice of lanes. */
export const laneFaults = (plan: Plan, around: Around): readonly Fault[] =>
  (plan.lanes ?? []).flatMap(({ on, schema }, index) => {
    const pointer = `/lanes/${index}`;
    const message = schemaFault(schema, around);
    return [
      ...referenceFaults(plan, undefined, `${pointer}/on`, on, 'lane'),
      ...(message === undefined ? [] : [{ pointer: `${pointer}/schema`, message }]),
    ];
  });

const schemaFault = (schema: object, { book }: Around): string | undefined => {
  try {
    book.holds(schema, null);
    return undefined;
  } catch (error) {
    return `is not a JSON Schema: mend it (${error instanceof Error ? error.message : String(error)})`;
  }
};
