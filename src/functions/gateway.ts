import { app } from '@azure/functions';
import { callersGone } from '../azure/caller-gone';
import { httpHandler } from '../azure/http';
import { gatewayApp } from './compose/gateway';

// The journal of a run is told live.
app.setup({ enableHttpStream: true });

/** One door for all routes: they are defined in mesh/gateway, once. Tokens are the gateway's own business. */
app.http('gateway', {
  route: '{*path}',
  methods: ['GET', 'POST', 'DELETE'],
  authLevel: 'anonymous',
  handler: httpHandler((request) => gatewayApp().answer(request), callersGone()),
});
