import { textStream } from '../../src/azure/text-stream';

const text = async (stream: AsyncIterable<Uint8Array>): Promise<string> => {
  let all = '';
  for await (const piece of stream) all += Buffer.from(piece).toString('utf8');
  return all;
};

it('hands on each piece as it comes', async () => {
  async function* pieces() {
    yield 'ü: 1\n';
    yield 'two';
  }
  expect(await text(textStream(pieces()))).toBe('ü: 1\ntwo');
});

it('ends where the pieces fail: an answer that is never ended would keep its caller waiting', async () => {
  async function* pieces() {
    yield 'one';
    throw new Error('as it should');
  }
  expect(await text(textStream(pieces()))).toBe('one');
});

it('ends the work when it is cancelled', async () => {
  let ended = false;
  async function* pieces() {
    try {
      for (;;) yield 'more';
    } finally {
      ended = true;
    }
  }
  const reader = textStream(pieces()).getReader();
  await reader.read();
  await reader.cancel();
  expect(ended).toBe(true);
});
