/** As much of an OpenAPI document as its examples are in. */
export interface ShownApi {
  paths: Readonly<Record<string, Readonly<Record<string, ShownOperation>>>>;
}

interface ShownOperation {
  requestBody?: Shown;
  responses: Readonly<Record<string, Shown>>;
}

interface Shown {
  content?: Readonly<
    Record<string, { schema?: object; examples?: Readonly<Record<string, { value?: unknown }>> }>
  >;
}

const COMPONENT = '#/components/schemas/';

const componentOf = (schema: object = {}): string | undefined => {
  const { $ref } = schema as { $ref?: string };
  return $ref?.startsWith(COMPONENT) ? `api/${$ref.slice(COMPONENT.length)}` : undefined;
};

const valuesIn = ({ content = {} }: Shown): [string, unknown][] =>
  Object.values(content).flatMap(({ schema, examples = {} }) => {
    const component = componentOf(schema);
    if (component === undefined) return [];
    const values = Object.values(examples).filter((example) => 'value' in example);
    return values.map(({ value }): [string, unknown] => [component, value]);
  });

/** What the document shows of each shape that has a name, by that name: `api/Run`. */
export const apiExamples = ({ paths }: ShownApi): Readonly<Record<string, readonly unknown[]>> => {
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
  const shown = operations.flatMap(({ requestBody = {}, responses }) =>
    [requestBody, ...Object.values(responses)].flatMap(valuesIn),
  );
  return Object.fromEntries(
    [...Map.groupBy(shown, ([component]) => component)].map(([component, all]) => [
      component,
      all.map(([, value]) => value),
    ]),
  );
};
