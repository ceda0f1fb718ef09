import { METRICS } from '../../src/mesh/metrics';

/** Columns of the tables that queries read. @see https://learn.microsoft.com/azure/azure-monitor/reference/tables-index */
const TABLES: Readonly<Record<string, readonly string[]>> = {
  AppMetrics: ['Name', 'Sum', 'Min', 'Max', 'ItemCount', 'Properties', 'AppRoleName', 'AppRoleInstance'],
  AppRequests: [
    'Name',
    'Url',
    'DurationMs',
    'ItemCount',
    'ResultCode',
    'Success',
    'OperationId',
    'AppRoleName',
    'Properties',
  ],
  AppExceptions: [
    'ExceptionType',
    'OuterMessage',
    'ProblemId',
    'ItemCount',
    'OperationId',
    'AppRoleName',
    'Properties',
  ],
  AppTraces: ['Message', 'SeverityLevel', 'OperationId', 'ItemCount', 'AppRoleName', 'Properties'],
  AppDependencies: [
    'Name',
    'Target',
    'DurationMs',
    'ResultCode',
    'Success',
    'ItemCount',
    'OperationId',
    'AppRoleName',
  ],
  ApiManagementGatewayLogs: [
    'Method',
    'Url',
    'ApiId',
    'OperationId',
    'ApimSubscriptionId',
    'CallerIpAddress',
    'ResponseCode',
    'BackendResponseCode',
    'TotalTime',
    'ClientTime',
    'BackendTime',
    'LastErrorReason',
    'LastErrorMessage',
    'LastErrorSource',
    'CorrelationId',
  ],
  StorageTableLogs: ['AccountName', 'OperationName', 'StatusText', 'StatusCode', 'CallerIpAddress', 'Uri'],
  AZMSOperationalLogs: ['EventName', 'Status', 'EventProperties', 'Caller', 'SubscriptionId'],
  AZMSArchiveLogs: ['EventhubName', 'TaskName', 'ErrorMessage', 'Failures', 'DurationInSeconds', 'Status'],
  Usage: ['DataType', 'Quantity', 'IsBillable', 'Solution'],
  _LogOperation: ['Category', 'Operation', 'Detail', 'Level'],
};
const EVERYWHERE = ['TimeGenerated', '_ResourceId'];

const LANGUAGE = new Set(
  `let where extend project summarize by and or in not has contains startswith endswith on kind inner join union order asc desc
  evaluate pivot bin ago now between todouble toint tostring tolong iff case strcat round coalesce isempty isnotempty isnotnull
  count countif dcount sum sumif avg min max minif maxif min_of max_of percentile percentilew arg_max arg_min toscalar take top distinct render
  timechart real null true false d h m s long print datetime todatetime make_series parse_json`.split(/\s+/),
);

/** A query, and the names in it. */
export interface Query {
  text: string;
  tables: readonly string[];
  metrics: readonly string[];
}

const withoutComments = (text: string): string => text.replaceAll(/(^|\s)\/\/[^\n]*/g, '$1');
const literalsIn = (text: string): string[] =>
  [...text.matchAll(/'([^']*)'/g)].map(([, literal]) => literal!);

/** Names of metrics: what `Name` is compared with. */
const metricsIn = (text: string): string[] =>
  [...text.matchAll(/\bName (?:==|in|!in|has|!has|startswith) (\([^)]*\)|'[^']*')/g)]
    .flatMap(([, compared]) => literalsIn(compared!))
    .filter((literal) => /^[a-z]+\./.test(literal));

export const queryOf = (raw: string): Query => {
  const text = withoutComments(raw);
  const tables = Object.keys(TABLES).filter((table) => new RegExp(`(?<![\\w'])${table}\\b`).test(text));
  return { text, tables, metrics: metricsIn(text) };
};

const attributesOf = (metric: string): Readonly<Record<string, { values?: readonly string[] }>> =>
  (METRICS as Readonly<Record<string, { attributes: object }>>)[metric]?.attributes as never;

const unknownMetrics = ({ metrics }: Query) =>
  metrics
    .filter((name) => !Object.hasOwn(METRICS, name))
    .map((name) => `there is no metric '${name}' in src/mesh/metrics.ts`);

/** `Hub = tostring(Properties['messaging.destination.name'])`: attribute by column. */
const columnsOfAttributes = (text: string): Map<string, string> =>
  new Map(
    [...text.matchAll(/(\w+) = tostring\(Properties\['([^']+)'\]\)/g)].map(([, column, attribute]) => [
      column!,
      attribute!,
    ]),
  );

const unknownAttributes = ({ text, metrics }: Query) => {
  const known = new Set(metrics.flatMap((metric) => Object.keys(attributesOf(metric) ?? {})));
  return [...text.matchAll(/Properties\['([^']+)'\]/g)]
    .filter(([, attribute]) => !known.has(attribute!))
    .map(([, attribute]) => `none of ${metrics.join(', ')} has an attribute '${attribute}'`);
};

/** Values that an attribute is compared with and cannot have: such a query is always empty, and nobody would notice. */
const unknownValues = ({ text, metrics }: Query) => {
  const comparisons = [...columnsOfAttributes(text)].flatMap(([column, attribute]) =>
    [...text.matchAll(new RegExp(`\\b${column} (?:==|!=|in|!in) (\\([^)]*\\)|'[^']*')`, 'g'))].map(
      ([, compared]) => ({
        attribute,
        compared: compared!,
      }),
    ),
  );
  const plain = [...text.matchAll(/tostring\(Properties\['([^']+)'\]\) == ('[^']*')/g)].map(
    ([, attribute, compared]) => ({ attribute: attribute!, compared: compared! }),
  );
  return [...comparisons, ...plain].flatMap(({ attribute, compared }) => {
    const values = metrics.flatMap((metric) => attributesOf(metric)?.[attribute]?.values ?? []);
    if (!values.length) return [];
    return literalsIn(compared)
      .filter((value) => !values.includes(value))
      .map((value) => `'${attribute}' is never '${value}'`);
  });
};

const unknownNames = ({ text, tables }: Query) => {
  const bare = text
    .replaceAll(/\{[^}]*\}/g, '0')
    .replaceAll(/\['([^']*)'\]\s*=/g, '')
    .replaceAll(/'[^']*'/g, '');
  const made = [...bare.matchAll(/(?:\blet\s+)?\b([A-Za-z_]\w*)\s*=(?![=~])/g)].map(([, name]) => name!);
  const known = new Set([
    ...LANGUAGE,
    ...EVERYWHERE,
    ...tables,
    ...tables.flatMap((table) => TABLES[table]!),
    ...made,
  ]);
  return [...bare.matchAll(/(?<![\w.])[A-Za-z_]\w*/g)]
    .map(([name]) => name)
    .filter((name) => !known.has(name) && !/^count_$|^sum_/.test(name))
    .map((name) => `'${name}' is no column of ${tables.join(', ') || 'any table'}`);
};

const unbalanced = ({ text }: Query) =>
  (['()', '[]', '{}'] as const)
    .filter(([open, close]) => text.split(open!).length !== text.split(close!).length)
    .map((pair) => `${pair} are not balanced`);

/** What is wrong with a query, as far as it can be told without Azure. */
export const faultsOf = (raw: string): string[] => {
  const query = queryOf(raw);
  return [
    ...(query.tables.length ? [] : ['it reads no table that is known']),
    ...unknownMetrics(query),
    ...unknownAttributes(query),
    ...unknownValues(query),
    ...unknownNames(query),
    ...unbalanced(query),
  ];
};
