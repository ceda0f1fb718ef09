import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const TRUE_COLOUR = 2;

const chunk = (type: string, data: Uint8Array): Buffer => {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
};

export type Colour = readonly [red: number, green: number, blue: number];

/** A square picture, opaque, as a PNG file. @see https://www.w3.org/TR/png-3/ */
export const png = (size: number, colourAt: (x: number, y: number) => Colour): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, TRUE_COLOUR, 0, 0, 0], 8);
  const row = (y: number) => [0, ...Array.from({ length: size }, (_, x) => colourAt(x, y)).flat()];
  const rows = Buffer.from(Array.from({ length: size }, (_, y) => row(y)).flat());
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', new Uint8Array()),
  ]);
};
