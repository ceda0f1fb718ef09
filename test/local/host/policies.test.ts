import { Duplex } from 'node:stream';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectionOf, isDisabled, resolveSettings } from '../../../src/local/host/app-settings';
import { parseEventHubsConnection } from '../../../src/local/host/connection-string';
import { encodeFrame, frameChannel } from '../../../src/local/host/frames';
import { readHostJson } from '../../../src/local/host/host-json';
import { httpGate } from '../../../src/local/host/http-limits';
import { httpRoute, httpRouter } from '../../../src/local/host/http-route';
import { invokeWithRetries } from '../../../src/local/host/invoke-with-retries';
import type { Outcome, RetryContext, RetryOptions } from '../../../src/local/host/invocation';
import { partitionsToClaim } from '../../../src/local/host/partition-balance';
import { retryDelayMs } from '../../../src/local/host/retry-policy';
import { parseTimeSpan } from '../../../src/local/host/time-span';

describe('routes', () => {
  const find = httpRouter([
    httpRoute('all', 'api/{*rest}', ['GET']),
    httpRoute('run', 'api/runs/{id}', ['GET']),
    httpRoute('latest', 'api/runs/latest', ['GET']),
    httpRoute('numbered', 'api/runs/{n:int}', ['GET']),
    httpRoute('page', 'api/pages/{page?}', ['GET']),
    httpRoute('size', 'api/sizes/{size=10}', ['GET']),
    httpRoute('file', 'api/schemas/{name}/{version}.json', ['GET']),
  ]);
  it.each([
    ['/api/runs/latest', 'latest', {}],
    ['/api/RUNS/Latest/', 'latest', {}],
    ['/api/runs/12', 'numbered', { n: '12' }],
    ['/api/runs/a-b', 'run', { id: 'a-b' }],
    ['/api/pages', 'page', {}],
    ['/api/pages/2', 'page', { page: '2' }],
    ['/api/sizes', 'size', { size: '10' }],
    ['/api/schemas/business.x/1.json', 'file', { name: 'business.x', version: '1' }],
    ['/api/runs/1/x%2Fy', 'all', { rest: 'runs/1/x/y' }],
    ['/api', 'all', {}],
  ])('finds who answers %s', (path, functionName, params) => {
    expect(find('GET', path)).toEqual({ functionName, params });
  });
  it('finds nobody for another method', () => expect(find('POST', '/api/runs/latest')).toBeUndefined());
  it('refuses a constraint that it does not know', () => {
    expect(() => httpRoute('f', '{x:range(1,2)}', ['GET'])).toThrow(
      /route of f has the constraint "range\(1,2\)"/,
    );
  });
});

describe('the limits of HTTP calls', () => {
  it('make calls wait, and turn away those that find too many waiting', async () => {
    const gate = httpGate({ maxConcurrent: 1, maxOutstanding: 2 });
    const started: string[] = [];
    const ends: (() => void)[] = [];
    const call = (name: string) => async (): Promise<void> => {
      started.push(name);
      await new Promise<void>((resolve) => ends.push(resolve));
    };
    expect(['a', 'b', 'c'].map((name) => gate.admit(call(name)))).toEqual([true, true, false]);
    expect(started).toEqual(['a']);
    ends[0]!();
    await new Promise((resolve) => setImmediate(resolve));
    expect(started).toEqual(['a', 'b']);
    expect(gate.admit(call('d'))).toBe(true);
  });
});

describe('retry policies', () => {
  const fixed = (maxRetryCount: number): RetryOptions => ({
    retryStrategy: 'fixedDelay',
    maxRetryCount,
    delayInterval: { seconds: 5 },
  });
  const growing: RetryOptions = {
    retryStrategy: 'exponentialBackoff',
    maxRetryCount: 9,
    minimumInterval: { seconds: 1 },
    maximumInterval: { seconds: 10 },
  };
  it.each([
    [undefined, 1, undefined],
    [fixed(2), 2, 5000],
    [fixed(2), 3, undefined],
    [fixed(-1), 1_000_000, 5000],
    [growing, 1, 1000],
    [growing, 2, 2000],
    [growing, 3, 4000],
    [growing, 9, 10_000],
  ])('%j waits before try %i: %s ms', (policy, retry, expected) => {
    expect(retryDelayMs(policy, retry, 0.5)).toBe(expected);
  });

  const failed = (message: string): Outcome => ({ kind: 'failed', cause: 'thrown', message });
  const policy = { ...fixed(2), delayInterval: { seconds: 0 } };
  const never = new AbortController().signal;

  it('tries until the policy is spent, and says each time which try it is', async () => {
    const contexts: (RetryContext | undefined)[] = [];
    const outcome = await invokeWithRetries(
      async (context) => {
        contexts.push(context);
        return failed(`try ${contexts.length}`);
      },
      { policy, signal: never },
    );
    expect(outcome).toEqual(failed('try 3'));
    expect(contexts.map((context) => context && [context.retryCount, context.exception?.message])).toEqual([
      undefined,
      [1, 'try 1'],
      [2, 'try 2'],
    ]);
  });

  it('is abandoned when it is told to stop', async () => {
    const stop = new AbortController();
    const tries = invokeWithRetries(
      async () => {
        stop.abort();
        return failed('x');
      },
      { policy: fixed(-1), signal: stop.signal },
    );
    expect(await tries).toEqual({ kind: 'abandoned' });
  });
});

describe('sharing partitions', () => {
  const now = new Date('2026-01-01T00:00:10Z');
  const partitionIds = ['0', '1', '2', '3'];
  const owned = (by: Record<string, string>, secondsAgo = 1) =>
    Object.entries(by).map(([partitionId, ownerId]) => ({
      partitionId,
      ownerId,
      etag: '',
      lastModified: new Date(now.getTime() - secondsAgo * 1000),
    }));
  const claims = (ownerships: ReturnType<typeof owned>, random = 0): string[] =>
    partitionsToClaim({ partitionIds, ownerships, me: 'me', now, expiryMs: 3000, random });

  it.each([
    ['takes all when alone', owned({}), ['0', '1', '2', '3']],
    [
      'takes those of an owner that says nothing any more',
      owned({ 0: 'a', 1: 'a', 2: 'a', 3: 'a' }, 4),
      ['0', '1', '2', '3'],
    ],
    [
      'takes what was given back, and then from who has more',
      owned({ 0: '', 1: 'a', 2: 'a', 3: 'a' }),
      ['0', '3'],
    ],
    ['takes its share from who has more', owned({ 0: 'a', 1: 'a', 2: 'a', 3: 'a' }), ['3', '2']],
    ['leaves a fair division alone', owned({ 0: 'a', 1: 'a', 2: 'me', 3: 'me' }), []],
    ['leaves an uneven but fair division alone', owned({ 0: 'a', 1: 'a', 2: 'b', 3: 'me' }), []],
    ['takes one from who has more than a fair share', owned({ 0: 'a', 1: 'a', 2: 'a', 3: 'b' }), ['2']],
    ['takes no more than its share', owned({ 0: 'a', 1: 'me' }), ['2']],
  ])('%s', (_, ownerships, expected) => expect(claims(ownerships)).toEqual(expected));

  it('begins elsewhere than others', () => expect(claims([], 0.5)).toEqual(['2', '3', '0', '1']));
});

describe('frames', () => {
  it('arrive whole however they are cut', () => {
    const seen: unknown[] = [];
    const pipe = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
    frameChannel(pipe, ({ header, blobs }) => seen.push([header, blobs.map(String)]));
    const bytes = Buffer.concat([
      ...encodeFrame({ n: 1 }, []),
      ...encodeFrame({ n: 2, text: 'ä' }, [Buffer.from('one'), Buffer.alloc(0), Buffer.from('zwei')]),
      ...encodeFrame({ n: 3 }, [Buffer.from('x')]),
    ]);
    for (const size of [1, 2, 3, 7, bytes.length]) {
      for (let at = 0; at < bytes.length; at += size) pipe.emit('data', bytes.subarray(at, at + size));
      expect(seen.splice(0)).toEqual([
        [{ n: 1 }, []],
        [{ n: 2, text: 'ä' }, ['one', '', 'zwei']],
        [{ n: 3 }, ['x']],
      ]);
    }
  });
});

describe('host.json', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'mesh-host-json-'))));
  afterEach(() => rmSync(root, { recursive: true }));
  const read = (json: unknown, env = {}) => {
    writeFileSync(join(root, 'host.json'), typeof json === 'string' ? json : JSON.stringify(json));
    return readHostJson(root, env);
  };

  it('has the defaults of the platform', () => {
    expect(read({ version: '2.0' })).toMatchObject({
      functionTimeoutMs: 1_800_000,
      routePrefix: 'api',
      eventHubs: {
        maxEventBatchSize: 100,
        minEventBatchSize: 1,
        prefetchCount: 300,
        batchCheckpointFrequency: 1,
        initialOffset: 'fromStart',
      },
      queues: {
        batchSize: 16,
        newBatchThreshold: 8,
        visibilityTimeoutMs: 0,
        maxDequeueCount: 5,
        messageEncoding: 'base64',
      },
    });
  });
  it('has what the file says', () => {
    const settings = read({
      functionTimeout: '-1',
      extensions: {
        http: { routePrefix: '', maxConcurrentRequests: 5, maxOutstandingRequests: -1 },
        eventHubs: { maxEventBatchSize: 7 },
        queues: { visibilityTimeout: '00:00:30' },
      },
      logging: { logLevel: { default: 'Error', 'Function.chatty': 'Debug' } },
    });
    expect(settings).toMatchObject({
      functionTimeoutMs: Infinity,
      routePrefix: '',
      httpLimits: { maxConcurrent: 5, maxOutstanding: Infinity },
      eventHubs: { maxEventBatchSize: 7 },
      queues: { visibilityTimeoutMs: 30_000 },
    });
    expect([settings.logLevel('chatty'), settings.logLevel('other')]).toEqual(['debug', 'error']);
  });
  it('lets the environment say what is logged', () => {
    expect(
      read({ logging: { logLevel: { default: 'Error' } } }, { MESH_LOG_LEVEL: 'trace' }).logLevel('any'),
    ).toBe('trace');
  });
  it.each([
    ['{', /host\.json is not JSON/],
    [{ functionTimeout: 'soon' }, /functionTimeout must be a time span such as "00:05:00", or "-1"\.$/],
    [{ extensions: { queues: { batchSize: 'many' } } }, /batchSize must be a whole number\.$/],
    [{ extensions: { queues: { messageEncoding: 'hex' } } }, /messageEncoding must be base64, none\.$/],
  ])('refuses %j and says why', (json, message) => expect(() => read(json)).toThrow(message));
  it('is missed', () =>
    expect(() => readHostJson(join(root, 'nowhere'))).toThrow(
      /^There is no .*host\.json: the functions host needs/,
    ));
});

describe('settings', () => {
  it('are put in for their names', () =>
    expect(resolveSettings('a-%B%-%C%', { B: '1', C: '2' }, 'x')).toBe('a-1-2'));
  it('are missed by name', () =>
    expect(() => resolveSettings('%B%', {}, 'The queue trigger q')).toThrow(
      'The queue trigger q needs the setting B, which is not set.',
    ));
  it('are found under their name with a prefix', () =>
    expect(connectionOf('X', { AzureWebJobsX: 'there' }, 'x')).toBe('there'));
  it.each([
    ['true', true],
    ['1', true],
    ['True', true],
    ['false', false],
    ['', false],
  ])('switch a function off with "%s": %s', (value, expected) =>
    expect(isDisabled('f', { 'AzureWebJobs.f.Disabled': value })).toBe(expected),
  );
  it('say where a namespace is', () => {
    expect(
      parseEventHubsConnection(
        'Endpoint=sb://localhost:9123;SharedAccessKeyName=x;SharedAccessKey=a=;UseDevelopmentEmulator=true',
        'x',
      ),
    ).toEqual({ host: 'localhost', port: 9123, tls: false });
    expect(
      parseEventHubsConnection('Endpoint=sb://ns.example.net/;SharedAccessKey=a;EntityPath=hub', 'x'),
    ).toEqual({ host: 'ns.example.net', port: 5671, tls: true, entityPath: 'hub' });
  });
  it.each([
    ['00:05:00', 300_000],
    ['1.02:00:00.5', 93_600_500],
    ['0 * * * * *', undefined],
    [5, undefined],
  ])('read the time span %s', (text, expected) => expect(parseTimeSpan(text)).toBe(expected));
});
