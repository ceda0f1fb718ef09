// Stands between the mesh and the tables of its storage, and gives the table `ledger` a home and moods of its own.
import { createServer, request } from 'node:http';
import { buffer } from 'node:stream/consumers';

export const MOODS = ['well', 'refuses', 'away', 'loses-answers'];

const ACCOUNT = '/devstoreaccount1/';
const IN_BATCH = /^(?:POST|PUT|PATCH|MERGE|DELETE) \S*\/devstoreaccount1\/ledger\b/m;

/** A transaction names its table in its body alone. */
const isOfLedger = (url, body) =>
  url.startsWith(`${ACCOUNT}$batch`)
    ? IN_BATCH.test(body.toString('latin1'))
    : /^ledger\b/.test(url.slice(ACCOUNT.length));

const REFUSED = {
  403: { code: 'AuthorizationFailure', value: 'This request is not authorized to perform this operation.' },
  503: { code: 'ServerBusy', value: 'The server is busy.' },
};

const refuse = (response, status) => {
  const { code, value } = REFUSED[status];
  const body = JSON.stringify({ 'odata.error': { code, message: { lang: 'en-US', value } } });
  response.writeHead(status, { 'content-type': 'application/json', 'x-ms-error-code': code }).end(body);
};

const pass = (
  port,
  { method, url, headers },
  body,
  response,
  answered = (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  },
) => {
  const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, answered);
  onward.on('error', () => response.destroy());
  onward.end(body);
};

/** How the ledger takes one request, by its mood. */
const LEDGER = {
  well: (port, incoming, body, response) => pass(port, incoming, body, response),
  refuses: (_port, _incoming, _body, response) => refuse(response, 403),
  away: (_port, _incoming, _body, response) => refuse(response, 503),
  // It does what it is told, and nobody hears of it; asked afterwards whether it did, it refuses.
  'loses-answers': (port, incoming, body, response) => {
    if (incoming.url.startsWith(`${ACCOUNT}$batch`))
      return pass(port, incoming, body, response, (answer) => {
        answer.resume().on('end', () => response.destroy());
      });
    return incoming.url.startsWith(`${ACCOUNT}ledger()`)
      ? refuse(response, 403)
      : pass(port, incoming, body, response);
  },
};

/**
 * @param {{ mesh: number, ledger: number }} ports of the two table services behind it
 * @returns a server; `GET /mood` tells the mood and what came, `PUT /mood/<mood>` changes it
 */
export const ledgerProxy = ({ mesh, ledger }) => {
  let mood = 'well';
  const asked = Object.fromEntries(MOODS.map((name) => [name, 0]));
  const tell = (response) => response.end(`${JSON.stringify({ mood, asked })}\n`);
  return createServer((incoming, response) => {
    const [, first, wish] = incoming.url.split('/');
    if (first === 'mood') {
      if (MOODS.includes(wish)) mood = wish;
      return tell(response);
    }
    buffer(incoming)
      .then((body) => {
        if (!isOfLedger(incoming.url, body)) return pass(mesh, incoming, body, response);
        asked[mood] += 1;
        return LEDGER[mood](ledger, incoming, body, response);
      })
      .catch(() => response.destroy());
  });
};
