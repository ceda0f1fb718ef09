import { servedDocument, type OpenApi, type Operation } from '../../infra/api/generator/served';
import { platform } from '../../src/functions/compose/platform';
import type { Catalog } from '../../src/mesh/catalog';
import type { SchemaBook } from '../../src/contracts/schema-book';

/** All that the connector is made of. */
export interface Source {
  /** What the gateway serves under /api/openapi.json. */
  document: OpenApi;
  catalog: Pick<Catalog, 'intents'>;
  book: SchemaBook;
  /** Of the mesh. */
  version: string;
}

/** The mesh as it is deployed; nothing is connected. */
export const deployedMesh = async (): Promise<Source> => {
  const document = await servedDocument();
  const { catalog, book, versions } = platform();
  return { document, catalog, book, version: versions.mesh };
};

/** @throws Error for an operation that the gateway does not have */
export const operationAt = ({ document }: Source, method: string, path: string): Operation => {
  const operation = document.paths[path]?.[method];
  if (!operation)
    throw new Error(`the gateway has no ${method.toUpperCase()} ${path}: see its OpenAPI document`);
  return operation;
};
