import { connectorDefinition } from '../../power-platform/generator/document';
import { deployedMesh, type Source } from '../../power-platform/generator/source';
import type { Swagger } from '../../power-platform/generator/swagger';

/** The bundler puts the version in; here nobody does. */
Object.assign(globalThis, { MESH_VERSION: '1.2.3' });

let source: Promise<Source> | undefined;

/** The mesh that the connector is made of. */
export const mesh = (): Promise<Source> => (source ??= deployedMesh());

/** A definition of one's own, to be broken. */
export const definition = async (): Promise<Swagger> => structuredClone(connectorDefinition(await mesh()));
