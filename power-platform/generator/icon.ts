import { BRAND } from './api-properties';
import { png, type Colour } from './png';

/** Pixels a side, as certification wants it; a custom connector takes 100 to 230. */
const SIZE = 230;
/** Samples a pixel and axis: edges without steps. */
const SAMPLES = 3;

type Point = readonly [x: number, y: number];

const NODES: readonly Point[] = [
  [60, 72],
  [170, 60],
  [115, 118],
  [58, 170],
  [172, 168],
];
const EDGES: readonly (readonly [number, number])[] = [
  [0, 2],
  [1, 2],
  [2, 3],
  [2, 4],
  [0, 1],
  [3, 4],
];
const RADIUS = [15, 15, 23, 15, 15];
const LINE = 4.5;

const between = ([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number => {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
};

const isDrawn = (point: Point): boolean =>
  NODES.some((node, index) => Math.hypot(point[0] - node[0], point[1] - node[1]) <= RADIUS[index]!) ||
  EDGES.some(([from, to]) => between(point, NODES[from]!, NODES[to]!) <= LINE);

const coverage = (x: number, y: number): number => {
  const offsets = Array.from({ length: SAMPLES }, (_, index) => (index + 0.5) / SAMPLES);
  const hits = offsets.flatMap((dy) => offsets.filter((dx) => isDrawn([x + dx, y + dy])));
  return hits.length / (SAMPLES * SAMPLES);
};

const BACKGROUND = [1, 3, 5].map((at) => parseInt(BRAND.slice(at, at + 2), 16)) as unknown as Colour;

/** A few nodes and what connects them, white on the brand's colour. */
export const icon = (): Buffer =>
  png(SIZE, (x, y) => {
    const share = coverage(x, y);
    const mixed = BACKGROUND.map((part) => Math.round(part + (255 - part) * share));
    return mixed as unknown as Colour;
  });
