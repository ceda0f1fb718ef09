import type { Fault } from './problem';

/** The schemas that the mesh knows, by key: `<type>@<version>` for events, `<domain>/<name>@<version>` for skills. */
export interface SchemaBook {
  has(key: string): boolean;
  keys(): readonly string[];
  schema(key: string): object | undefined;
  /** What is wrong with the value; empty when it fits. @throws Error for an unknown key */
  faults(key: string, value: unknown): readonly Fault[];
  /** Compiles a schema that stands alone, such as a plan's condition; the compiled form is kept. */
  holds(schema: object, value: unknown): boolean;
}
