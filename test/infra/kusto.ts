import { LOG_TABLES } from './log-tables';

/** As much of Kusto's language service as is used here: it comes as scripts that make globals. */
interface List<T> {
  Count: number;
  getItem(index: number): T;
}
interface Kusto {
  Language: {
    GlobalState: { Default: { WithDatabase(database: object): object } };
    KustoCode: {
      ParseAndAnalyze(
        text: string,
        state: object,
      ): {
        GetDiagnostics(): List<{ Message: string }>;
        ResultType: { Columns?: List<{ Name: string; Type: { Name: string } }> } | null;
      };
    };
    Symbols: {
      TableSymbol: { $ctor7: new (name: string, schema: string, description: string) => object };
      DatabaseSymbol: { ctor: new (name: string, members: object[]) => object };
    };
  };
}

const kusto = ((): Kusto => {
  require('@kusto/language-service-next/bridge.min.js');
  require('@kusto/language-service-next/Kusto.Language.Bridge.min.js');
  return (globalThis as unknown as { Kusto: Kusto }).Kusto;
})();

const { GlobalState, KustoCode, Symbols } = kusto.Language;

const workspace = GlobalState.Default.WithDatabase(
  new Symbols.DatabaseSymbol.ctor(
    'workspace',
    Object.entries(LOG_TABLES).map(
      ([name, columns]) =>
        new Symbols.TableSymbol.$ctor7(
          name,
          `(TimeGenerated: datetime, _ResourceId: string, ${Object.entries(columns)
            .map(([column, type]) => `${column}: ${type}`)
            .join(', ')})`,
          '',
        ),
    ),
  ),
);

const itemsOf = <T>(list: List<T> | undefined): T[] =>
  Array.from({ length: list?.Count ?? 0 }, (_, index) => list!.getItem(index));

/** Kusto's own analysis of a query on the tables of the workspace. */
export const columnsAndFaultsOf = (query: string): { columns: Record<string, string>; faults: string[] } => {
  const code = KustoCode.ParseAndAnalyze(query, workspace);
  return {
    faults: itemsOf(code.GetDiagnostics()).map(({ Message }) => Message),
    columns: Object.fromEntries(itemsOf(code.ResultType?.Columns).map(({ Name, Type }) => [Name, Type.Name])),
  };
};
