import { derivedId } from '../../contracts/ids';
import { present } from '../letters/present';
import { type ActStore, type Act, EVERYBODY } from '../ports/act-store';
import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';
import type { Reach } from './letter-access';
import type { Caller } from './route';

export interface RecordActDeps {
  acts: Pick<ActStore, 'record'>;
  clock: Pick<Clock, 'now'>;
  log: Pick<Log, 'info'>;
}

export type Done = Pick<Act, 'what'> & {
  letter?: string | undefined;
  letters?: number | undefined;
  reason?: string | undefined;
};

/**
 * Records what somebody does, before they have it: what cannot be recorded is not answered.
 * @throws PlatformError when the store does not answer
 */
export const recordAct =
  ({ acts, clock, log }: RecordActDeps) =>
  async ({ type, id }: Caller, tenant: string, { what, ...about }: Done): Promise<void> => {
    const at = clock.now();
    const by = { type, id };
    const known = derivedId('act', type, id, String(at), what, tenant, JSON.stringify(about));
    await acts.record(present({ v: 1 as const, id: known, at, by, what, tenant, ...about }));
    // Not why: people write what they like, and logs hold ids only.
    const { reason: _reason, ...ids } = about;
    log.info('an operator acts on letters', { what, tenant, authtype: type, authid: id, ...ids });
  };

/** The same where the letters are another's; what somebody does with their own is nobody's business. */
export const recordReach = (deps: RecordActDeps) => {
  const record = recordAct(deps);
  return async (caller: Caller, reach: Reach, done: Done): Promise<void> => {
    if (reach.kind === 'own') return;
    await record(caller, reach.kind === 'everybody' ? EVERYBODY : reach.tenant, done);
  };
};
