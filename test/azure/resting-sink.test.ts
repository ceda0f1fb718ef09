import { restingSink } from '../../src/azure/resting-sink';
import type { Post, Posted } from '../../src/mesh/ports/sink';

const postTo = (subscriber: string): Post => ({
  sink: 'https://flows.example/',
  subscriber,
  headers: {},
  body: new Uint8Array(),
});
const DOWN: Posted = { kind: 'unreachable', code: 'ETIMEDOUT' };
const UP: Posted = { kind: 'answered', status: 200 };

const world = (restMs = 3_600_000) => {
  const answers = new Map<string, Posted>();
  const tried: string[] = [];
  const send = restingSink(
    async ({ subscriber }) => {
      tried.push(subscriber);
      return answers.get(subscriber) ?? UP;
    },
    { faults: 3, restMs },
  );
  const many = async (subscriber: string, count: number): Promise<readonly string[]> => {
    const kinds: string[] = [];
    for (let n = 0; n < count; n += 1) kinds.push((await send(postTo(subscriber))).kind);
    return kinds;
  };
  return { answers, tried, many, send };
};

it.each<[string, Posted]>([
  ['does not answer', DOWN],
  ['fails', { kind: 'answered', status: 503 }],
])('leaves a subscriber alone that %s, and no other', async (_, answer) => {
  const { answers, tried, many, send } = world();
  answers.set('a', answer);
  expect(await many('a', 5)).toEqual([answer.kind, answer.kind, answer.kind, 'resting', 'resting']);
  expect(await send(postTo('a'))).toEqual({ kind: 'resting', forMs: 3_600_000 });
  expect(await many('b', 1)).toEqual(['answered']);
  expect(tried).toEqual(['a', 'a', 'a', 'b']);
});

it.each<[string, Posted]>([
  ['refuses', { kind: 'answered', status: 400 }],
  ['has too much to do', { kind: 'answered', status: 429 }],
  ['is gone', { kind: 'answered', status: 410 }],
])('goes on with one that %s: it is there', async (_, answer) => {
  const { answers, many } = world();
  answers.set('a', answer);
  expect(await many('a', 9)).toEqual(Array<string>(9).fill('answered'));
});

it('counts faults that follow each other, and forgets them with an answer', async () => {
  const { answers, many } = world();
  answers.set('a', DOWN);
  await many('a', 2);
  answers.set('a', UP);
  await many('a', 1);
  answers.set('a', DOWN);
  expect(await many('a', 3)).toEqual(['unreachable', 'unreachable', 'unreachable']);
});

it('tries one after its rest, and goes on when that arrives', async () => {
  const { answers, many } = world(0);
  answers.set('a', DOWN);
  await many('a', 4);
  answers.set('a', UP);
  expect(await many('a', 3)).toEqual(['answered', 'answered', 'answered']);
});

it('throws what is thrown', async () => {
  const send = restingSink(() => Promise.reject(new Error('a mistake of ours')));
  await expect(send(postTo('a'))).rejects.toThrow('a mistake of ours');
});
