const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

/** The last 12 bytes and fewer are read as if zeros followed. */
const word = (bytes: Buffer, at: number): number =>
  (bytes[at] ?? 0) |
  ((bytes[at + 1] ?? 0) << 8) |
  ((bytes[at + 2] ?? 0) << 16) |
  ((bytes[at + 3] ?? 0) << 24);

type Words = [a: number, b: number, c: number];

const MIX_ROTATIONS = [4, 6, 8, 16, 19, 4] as const;

/** Each round takes one word from another, folds in a third turned, and adds; the roles then move on by one. */
const mix = (words: Words): Words => {
  let [a, b, c] = words;
  for (const by of MIX_ROTATIONS) {
    a = ((a - c) ^ rotate(c, by)) | 0;
    c = (c + b) | 0;
    [a, b, c] = [b, c, a];
  }
  return [a, b, c];
};

const FINAL_ROTATIONS = [14, 11, 25, 16, 4, 14, 24] as const;

const finish = (words: Words): Words => {
  let [a, b, c] = words;
  for (const by of FINAL_ROTATIONS) {
    c = ((c ^ b) - rotate(b, by)) | 0;
    [a, b, c] = [b, c, a];
  }
  return [a, b, c];
};

/** Bob Jenkins' lookup3 in 64 bits, of which Event Hubs folds the two halves. */
const lookup3 = (bytes: Buffer): { b: number; c: number } => {
  const seed = (0xdeadbeef + bytes.length) | 0;
  let words: Words = [seed, seed, seed];
  let at = 0;
  const add = ([a, b, c]: Words): Words => [
    (a + word(bytes, at)) | 0,
    (b + word(bytes, at + 4)) | 0,
    (c + word(bytes, at + 8)) | 0,
  ];
  for (; bytes.length - at > 12; at += 12) words = mix(add(words));
  if (at === bytes.length) return { b: words[1], c: words[2] };
  // Seven turns of the three roles leave the second word first.
  const [b, c] = finish(add(words));
  return { b, c };
};

/** The partition of a key: the same as Event Hubs itself and its SDK choose. */
export const partitionOfKey = (key: string, partitions: number): number => {
  const { b, c } = lookup3(Buffer.from(key, 'utf8'));
  const folded = ((c ^ b) << 16) >> 16;
  return Math.abs(folded % partitions);
};
