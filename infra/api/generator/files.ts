import { documentFor30 } from './document-3-0';
import { rightsOf, withoutHooks } from './rights';
import { servedDocument } from './served';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** What the modules of infra/api load: content by path. */
export const apiManagementFiles = async (): Promise<Record<string, string>> => {
  const document = withoutHooks(await servedDocument());
  return {
    'infra/api/openapi.json': json(documentFor30(document)),
    'infra/api/operations.json': json(rightsOf(document)),
  };
};
