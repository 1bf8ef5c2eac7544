/** √(x² + y²), derivatives x/h and y/h; of those y²/h³, −xy/h³ and x²/h³. All on operands that are scaled so that the larger is near 1. */
import { type DD, add, dd, div, mul, neg, scale, sqrt, twoProd } from "./dd.js";
import type { Exact, Reference } from "./reference.js";

const exponent = (x: number, y: number): number => {
  const size = Math.max(Math.abs(x), Math.abs(y));
  return size > 0 && size < Infinity ? Math.floor(Math.log2(size)) : 0;
};
/** The scaled operands and the length of those. */
function unit(x: number, y: number): { k: number; a: DD; b: DD; h: DD } {
  const k = exponent(x, y),
    a = scale(dd(x), -k),
    b = scale(dd(y), -k);
  return { k, a, b, h: sqrt(add(twoProd(a[0], a[0]), twoProd(b[0], b[0]))) };
}
const value: Exact = (x, y) => {
  if (Math.abs(x!) === Infinity || Math.abs(y!) === Infinity) return dd(Infinity);
  const { k, h } = unit(x!, y!);
  return scale(h, k);
};
const share = (x: number, y: number): DD => {
  if (Math.abs(x) === Infinity) return dd(NaN);
  if (Math.abs(y) === Infinity) return dd(x !== x ? NaN : 0 * Math.sign(x));
  const { a, h } = unit(x, y);
  return div(a, h);
};
/** p·q/h³ for two of the operands. */
const curvature = (x: number, y: number, pick: (a: DD, b: DD) => readonly [DD, DD]): DD => {
  const { k, a, b, h } = unit(x, y);
  const [p, q] = pick(a, b);
  return scale(div(mul(p, q), mul(h, mul(h, h))), -k);
};
const mixed: Exact = (x, y) => neg(curvature(x!, y!, (a, b) => [a, b]));
export const hypot: Reference = {
  value,
  derivatives: [(x, y) => share(x!, y!), (x, y) => share(y!, x!)],
  seconds: [
    [(x, y) => curvature(x!, y!, (_, b) => [b, b]), mixed],
    [mixed, (x, y) => curvature(x!, y!, (a) => [a, a])],
  ],
};
