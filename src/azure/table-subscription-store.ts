import { odata, type TableClient, type TableEntity } from '@azure/data-tables';
import { NewerReleaseError } from '../contracts/errors';
import type { Clearable } from '../mesh/ports/clearable';
import type { StoredSubscription, SubscriptionStore } from '../mesh/ports/subscription-store';
import type { Subscription } from '../mesh/webhooks/subscription';
import { oldRows } from './old-rows';
import { forwards, keyPart } from './table-keys';
import { readPage } from './table-pages';
import { tableRows } from './table-rows';

/** Partition keys of one table: `t|<tenant>` the subscriptions, `k|<first digits of the key>` whose each is. */
interface SubscriptionRow {
  subscription: string;
  /** When it ended, or will. */
  endsAt: string;
}

interface OwnerRow {
  tenant: string;
}

const PAGE = 1_000;
const VERSION = 1;

const partitionOf = (tenant: string): string => `t|${keyPart(tenant)}`;
const rowKeyOf = (tenant: string, key: string) => ({
  partitionKey: partitionOf(tenant),
  rowKey: keyPart(key),
});
const ownerKey = (key: string) => ({ partitionKey: `k|${keyPart(key.slice(0, 2))}`, rowKey: keyPart(key) });

const endOf = ({ state, expiresAt }: Subscription): number =>
  state.kind === 'retired' ? Math.min(state.at, expiresAt) : expiresAt;

const rowOf = (subscription: Subscription): TableEntity<SubscriptionRow> => ({
  ...rowKeyOf(subscription.tenant, subscription.key),
  subscription: JSON.stringify(subscription),
  endsAt: forwards(endOf(subscription)),
});

const subscriptionFrom = (row: SubscriptionRow): Subscription => {
  const subscription = JSON.parse(row.subscription) as Subscription;
  if (subscription.v > VERSION)
    throw new NewerReleaseError(
      `the subscription ${subscription.key} was written by newer code (version ${String(subscription.v)})`,
    );
  return subscription;
};

/**
 * Subscriptions in Table Storage: a partition a tenant, so that all of a tenant are one query; beside it each key leads
 * to its tenant, so that whoever has an id can remove what it names.
 *
 * @param table the table `subscriptions`; it has to exist
 */
export const tableSubscriptionStore = ({ table }: { table: TableClient }): SubscriptionStore & Clearable => {
  const rows = tableRows(table);

  const load: SubscriptionStore['load'] = async (tenant, keys) => {
    const unique = [...new Set(keys)];
    const found = await rows.read<SubscriptionRow>(unique.map((key) => rowKeyOf(tenant, key)));
    return new Map(
      found.flatMap((row, at): (readonly [string, StoredSubscription])[] =>
        row ? [[unique[at]!, { subscription: subscriptionFrom(row), etag: row.etag }]] : [],
      ),
    );
  };

  return {
    load,

    find: async (key) => {
      const [owner] = await rows.read<OwnerRow>([ownerKey(key)]);
      return owner && (await load(owner.tenant, [key])).get(key);
    },

    add: async (subscription) => {
      const { key, tenant } = subscription;
      // What leads to it first: a death in between leaves nothing that could not be removed.
      const owner: TableEntity<OwnerRow> = { ...ownerKey(key), tenant };
      await rows.write([{ row: owner, how: 'upsert' }]);
      await rows.write([{ row: rowOf(subscription), how: 'upsert' }]);
    },

    list: async (tenant) => {
      const filter = odata`PartitionKey eq ${partitionOf(tenant)}`;
      const found: Subscription[] = [];
      let cursor: string | undefined;
      do {
        const page = await readPage<SubscriptionRow>(table, { filter, limit: PAGE, cursor });
        found.push(...page.rows.map(subscriptionFrom));
        cursor = page.cursor;
      } while (cursor !== undefined);
      return found;
    },

    save: async (subscription, etag) => {
      const [fate] = await rows.write([{ row: rowOf(subscription), how: { etag } }]);
      return fate!.kind;
    },

    remove: async (key) => {
      const [owner] = await rows.read<OwnerRow>([ownerKey(key)]);
      if (!owner) return;
      await rows.remove([rowKeyOf(owner.tenant, key)]);
      await rows.remove([ownerKey(key)]);
    },

    old: (before) =>
      oldRows<SubscriptionRow>(table, {
        before,
        filter: odata`PartitionKey ge ${'t|'} and PartitionKey lt ${'t}'} and endsAt lt ${forwards(before)}`,
        select: ['subscription'],
        idOf: (row) => subscriptionFrom(row).key,
        others: (row) => [ownerKey(subscriptionFrom(row).key)],
      }),
  };
};
