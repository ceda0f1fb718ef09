import { when, type Rule } from './rule';

/** More than there is, or more of one article than people buy. */
export const quantity: Rule = ({ lines }, { manyPieces }) =>
  lines.flatMap(({ sku, quantity: ordered, stock }) => [
    ...when(ordered > stock, 'short-stock', `${sku}: ${ordered} ordered, ${stock} there`),
    ...when(ordered > manyPieces, 'many-pieces', `${sku}: ${ordered} of one article`),
  ]);
