import type { Break, Comparison } from './compare';

const line = ({ schema, breaks, instead, declared }: Break): string =>
  declared === undefined
    ? `BREAK     ${schema}: ${breaks}.\n          Compatible: ${instead}.`
    : `declared  ${schema}: ${breaks}.\n          Because: ${declared}`;

const sample = (first: Break, release: string): string =>
  `If it is wanted, say so in schemas/compatibility.json under "breaks":\n${JSON.stringify({
    schema: first.schema,
    pointer: first.pointer,
    release,
    reason: '<why, and what those do who are hit>',
  })}`;

export const undeclared = ({ breaks }: Comparison): readonly Break[] =>
  breaks.filter(({ declared }) => declared === undefined);

/** What has changed since a release, for people; what breaks comes first. */
export const reportOf = (comparison: Comparison): string => {
  const { release, breaks, added, idle } = comparison;
  const open = undeclared(comparison);
  return [
    ...open.map(line),
    ...breaks.filter((one) => !open.includes(one)).map(line),
    ...idle.map(
      ({ schema, pointer, release: at }) =>
        `idle      ${schema} ${pointer || '(whole)'}: declared as a break with ${at}, and breaks nothing with ${release}. Remove it.`,
    ),
    ...(added.length > 0 ? [`new       ${added.join(', ')}`] : []),
    ...(open[0] ? [sample(open[0], release)] : []),
    `${open.length} undeclared and ${breaks.length - open.length} declared breaks with release ${release}`,
  ].join('\n');
};
