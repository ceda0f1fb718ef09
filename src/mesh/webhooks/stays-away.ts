import type { MeshEvent } from '../../contracts/event';
import { MESH } from '../../contracts/event-types';
import type { MeshDeliveryRequested } from '../../contracts/generated/schemas';
import type { Clock } from '../ports/clock';
import type { SubscriptionStore } from '../ports/subscription-store';
import { goneBecause } from './deliver';

export interface StaysAwayDeps {
  subscriptions: Pick<SubscriptionStore, 'load'>;
  clock: Pick<Clock, 'now'>;
}

/** Why a delivery need not be brought back: nobody listens any more. Undefined for all else. */
export const staysAway =
  ({ subscriptions, clock }: StaysAwayDeps) =>
  async ({ type, tenantid = '', data }: MeshEvent): Promise<string | undefined> => {
    if (type !== MESH.deliveryRequested) return undefined;
    const key = (data as Partial<MeshDeliveryRequested> | undefined)?.subscription;
    if (typeof key !== 'string') return undefined;
    const stored = (await subscriptions.load(tenantid, [key])).get(key);
    return goneBecause(stored?.subscription, clock.now());
  };
