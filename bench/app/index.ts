import '../../src/functions/index';
import { app } from '@azure/functions';

/** What the host and the library cost: the same request, and nothing done with it. */
app.http('empty', {
  route: 'empty',
  methods: ['POST'],
  authLevel: 'anonymous',
  handler: () => ({ status: 202 }),
});
