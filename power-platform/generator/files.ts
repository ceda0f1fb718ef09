import { apiProperties } from './api-properties';
import { connectorDefinition } from './document';
import { icon } from './icon';
import { deployedMesh } from './source';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** What is generated of power-platform/connector: content by path. */
export const connectorFiles = async (): Promise<Record<string, string | Buffer>> => {
  const definition = connectorDefinition(await deployedMesh());
  return {
    'power-platform/connector/apiDefinition.swagger.json': json(definition),
    'power-platform/connector/apiProperties.json': json(apiProperties(definition)),
    'power-platform/connector/icon.png': icon(),
  };
};
