import '../../src/functions/index';
import { app, type HttpHandler } from '@azure/functions';

const route = (name: string, handler: HttpHandler) =>
  app.http(name, { route: name, methods: ['POST'], authLevel: 'anonymous', handler });

/** What the host and the library cost: the same request, and nothing done with it. */
route('empty', () => ({ status: 202 }));

/** What they cost where a request is read and answered: nothing between that is the mesh's. */
const answer = JSON.stringify({ accepted: [{ id: 'x', source: 'x', runId: 'x', link: 'x'.repeat(180) }] });
route('answering', async (request) => {
  await request.arrayBuffer();
  return { status: 202, headers: { 'content-type': 'application/json' }, body: answer };
});
