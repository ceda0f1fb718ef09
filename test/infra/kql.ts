import { METRICS } from '../../src/mesh/metrics';
import { columnsAndFaultsOf } from './kusto';

/** Names of metrics in a query: what `Name` is compared with. */
export const metricsOf = (query: string): string[] =>
  [...withoutComments(query).matchAll(/\bName (?:==|in|!in) (\([^)]*\)|'[^']*')/g)]
    .flatMap(([, compared]) => literalsIn(compared!))
    .filter((literal) => /^[a-z]+\./.test(literal));

/** What a workbook puts in for its parameters. */
const VALUES: Readonly<Record<string, string>> = {
  'TimeRange:grain': '5m',
  'TimeRange:seconds': '86400',
  MonthlyCost: '300',
};

const filledIn = (query: string): string =>
  query.replaceAll(/\{(\w+(?::\w+)?)\}/g, (whole, name: string) => VALUES[name] ?? whole);

const withoutComments = (query: string): string => query.replaceAll(/(^|\s)\/\/[^\n]*/g, '$1');
const literalsIn = (text: string): string[] =>
  [...text.matchAll(/'([^']*)'/g)].map(([, literal]) => literal!);

const attributesOf = (metric: string): Readonly<Record<string, { values?: readonly string[] }>> =>
  (METRICS as Readonly<Record<string, { attributes: object }>>)[metric]?.attributes as never;

const unknownMetrics = (metrics: readonly string[]) =>
  metrics
    .filter((name) => !Object.hasOwn(METRICS, name))
    .map((name) => `there is no metric '${name}' in src/mesh/metrics.ts`);

const unknownAttributes = (query: string, metrics: readonly string[]) => {
  const known = new Set(metrics.flatMap((metric) => Object.keys(attributesOf(metric) ?? {})));
  return [...query.matchAll(/Properties\['([^']+)'\]/g)]
    .filter(([, attribute]) => !known.has(attribute!))
    .map(([, attribute]) => `none of ${metrics.join(', ')} has an attribute '${attribute}'`);
};

/** `Hub = tostring(Properties['messaging.destination.name'])`: columns, and the attributes that they are of. */
const columnsOfAttributes = (query: string) =>
  [...query.matchAll(/(\w+) = tostring\(Properties\['([^']+)'\]\)/g)].map(([, column, attribute]) => ({
    column: `\\b${column}`,
    attribute: attribute!,
  }));

const attributesThemselves = (query: string) =>
  [...query.matchAll(/tostring\(Properties\['([^']+)'\]\) ==/g)].map(([, attribute]) => ({
    column: `'${attribute!.replaceAll('.', '\\.')}'\\]\\)`,
    attribute: attribute!,
  }));

/** Values that an attribute is compared with and never has: such a query is always empty, and nobody would notice. */
const unknownValues = (query: string, metrics: readonly string[]) =>
  [...columnsOfAttributes(query), ...attributesThemselves(query)].flatMap(({ column, attribute }) => {
    const values = metrics.flatMap((metric) => attributesOf(metric)?.[attribute]?.values ?? []);
    if (!values.length) return [];
    return [...query.matchAll(new RegExp(`${column} (?:==|!=|in|!in) (\\([^)]*\\)|'[^']*')`, 'g'))]
      .flatMap(([, compared]) => literalsIn(compared!))
      .filter((value) => !values.includes(value))
      .map((value) => `'${attribute}' is never '${value}'`);
  });

/** What is wrong with a query: by Kusto's own analysis of it, and against what the mesh measures. */
export const faultsOf = (raw: string): string[] => {
  const query = withoutComments(filledIn(raw));
  const metrics = metricsOf(query);
  return [
    ...columnsAndFaultsOf(query).faults,
    ...unknownMetrics(metrics),
    ...unknownAttributes(query, metrics),
    ...unknownValues(query, metrics),
  ];
};

/** Columns of what a query answers, by their type. */
export const columnsOf = (query: string): Readonly<Record<string, string>> =>
  columnsAndFaultsOf(filledIn(query)).columns;
