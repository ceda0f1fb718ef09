import { randomBytes } from 'node:crypto';
import { joseVerifier } from '../../azure/jose-verifier';
import { gateway } from '../../mesh/gateway/gateway';
import { linksFor } from '../../mesh/gateway/links';
import { routes } from '../../mesh/gateway/routes';
import { canaryRoutes } from '../../mesh/gateway/routes/canary';
import { deadLetterRoutes } from '../../mesh/gateway/routes/dead-letters';
import { replayRoutes } from '../../mesh/gateway/routes/replays';
import { planRoutes } from '../../mesh/gateway/routes/run-plan';
import { statsRoutes } from '../../mesh/gateway/routes/stats';
import { subscriptionRoutes } from '../../mesh/gateway/routes/subscriptions';
import { monitorChecks } from '../../mesh/monitor/checks';
import { READER } from '../readers';
import { once } from './once';
import { reachOf } from './reach';

export const gatewayApp = once(() => {
  const reach = reachOf('gateway');
  const { settings, versions, stores } = reach;
  const deps = {
    ...reach,
    runs: stores.runs(),
    restricted: stores.restricted(),
    index: stores.index(),
    letters: stores.letters(),
    replays: stores.replays(),
    acts: stores.acts(),
    erasures: stores.erasures(),
    subscriptions: stores.subscriptions(),
    newId: () => randomBytes(32).toString('base64url'),
    targets: settings.MESH_WEBHOOK_TARGETS,
    version: versions.mesh,
    publicUrl: settings.MESH_PUBLIC_URL,
    operatorTenant: settings.MESH_OPERATOR_TENANT,
    links: linksFor(settings.MESH_PUBLIC_URL),
  };
  const checks = [
    stores.check(),
    ...monitorChecks({
      health: stores.health(),
      clock: reach.clock,
      behindAt: settings.MESH_BEHIND_AT,
      silentMs: settings.MESH_MONITOR_SILENT_MS,
    }),
  ];
  const readers = Object.entries(READER).map(([name, reader]) => ({ name, ...reader }));
  const others = [
    ...planRoutes(deps),
    ...statsRoutes({ ...deps, health: stores.health() }),
    ...canaryRoutes({ ...deps, outcomes: stores.canary() }),
    ...deadLetterRoutes(deps),
    ...replayRoutes(deps),
    ...subscriptionRoutes(deps),
  ];
  const verify = joseVerifier({ issuers: settings.MESH_ISSUERS, tenants: settings.MESH_TENANTS });
  return { answer: gateway({ ...deps, verify, routes: routes({ ...deps, checks, others, readers }) }) };
});
