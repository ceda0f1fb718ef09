import { type ActStore, EVERYBODY } from '../../../ports/act-store';
import type { ContentStore } from '../../../ports/content-store';
import type { ErasureStore } from '../../../ports/erasure-store';
import type { LetterStore } from '../../../ports/letter-store';
import type { ReplayStore } from '../../../ports/replay-store';
import type { LetterAccess } from '../../letter-access';
import type { Links } from '../../links';
import type { RecordActDeps } from '../../record-act';
import type { ApiRequest } from '../../route';

/** What the routes about dead letters lean on. */
export interface DeadLetterRoutesDeps extends LetterAccess, RecordActDeps {
  letters: Pick<LetterStore, 'load' | 'search' | 'tenants'>;
  replays: Pick<ReplayStore, 'load'>;
  acts: ActStore;
  erasures: Pick<ErasureStore, 'ask'>;
  contents: ContentStore;
  links: (request: ApiRequest) => Links;
}

export const text = { type: 'string' };
export const time = { type: 'string', format: 'date-time' };

/** The parameter by which operators of the mesh name another tenant. */
export const TENANT = {
  description: `Whose letters: \`-\` for what belongs to nobody; all that the caller sees if absent. Operators of the mesh (role Mesh.Operate, of the tenant that runs it) name any other, and in lists \`${EVERYBODY}\` for everybody's; that is recorded.`,
  schema: text,
};

/** A page of something. */
export const list = (name: string, items: object, more: object) => ({
  type: 'object',
  required: [name],
  properties: { [name]: { type: 'array', items }, ...more },
});
