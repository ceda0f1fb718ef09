import type { OpenApi } from './served';

/** Open to whoever has the address: in API Management these are an API of their own, infra/api/hooks-api.bicep. */
const HOOKS = '/api/hooks/';

/** Answers of these flow for as long as the run does, and must not be held back. */
const STREAMS = new Set(['GetJournal']);

export interface OperationRight {
  /** Which role the caller's token must have; absent: any token of the tenant will do. */
  role?: string;
  stream: boolean;
}

/** Name that API Management gives an imported operation. */
const resourceName = (operationId: string): string => operationId.toLowerCase();

export const withoutHooks = (document: OpenApi): OpenApi => ({
  ...document,
  paths: Object.fromEntries(Object.entries(document.paths).filter(([path]) => !path.startsWith(HOOKS))),
});

/** What each operation asks of its caller, by its name in API Management. */
export const rightsOf = ({ paths }: OpenApi): Record<string, OperationRight> =>
  Object.fromEntries(
    Object.values(paths)
      .flatMap((path) => Object.values(path))
      .map(({ operationId, security = [] }) => {
        const role = security[0]?.['bearer']?.[0];
        return [
          resourceName(operationId),
          { ...(role && { role }), stream: STREAMS.has(operationId) },
        ] as const;
      }),
  );
