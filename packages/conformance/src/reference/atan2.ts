/**
 * The angle of (x, y), y first; derivatives x/r² and −y/r² with r² = x² + y²; of those ∓2xy/r⁴ and (y² − x²)/r⁴. All on operands that are scaled so that the larger is
 * near 1. Where one is infinite the derivatives are 0, with the sign that they come to it with.
 */
import { atan2 as of } from "./angles.js";
import { add, type DD, dd, div, mul, neg, scale, sub, twoProd } from "./dd.js";
import type { Exact, Reference } from "./reference.js";

type Numerator = (y: DD, x: DD) => DD;
/** What is of the degree of x or of xy, over r² or over its square. */
function over(power: 1 | 2, numerator: Numerator): Exact {
  return (y, x) => {
    const size = Math.max(Math.abs(y!), Math.abs(x!));
    if (size === Infinity) return dd(0 * numerator(dd(held(y!, x!)), dd(held(x!, y!)))[0]);
    const k = size > 0 ? Math.floor(Math.log2(size)) : 0,
      [b, a] = [scale(dd(y!), -k), scale(dd(x!), -k)],
      square = add(twoProd(a[0], a[0]), twoProd(b[0], b[0]));
    return scale(div(numerator(b, a), power === 1 ? square : mul(square, square)), -power * k);
  };
}
/** Of one infinite operand and its finite neighbour: numbers of the same signs of which the one is the larger; NaN of two infinite ones. */
const held = (v: number, other: number): number => {
  const sign = v < 0 || Object.is(v, -0) ? -1 : 1;
  return Math.abs(v) === Infinity ? (Math.abs(other) === Infinity ? NaN : 2 * sign) : v === v ? sign : NaN;
};
const mixed = over(2, (y, x) => mul(sub(y, x), add(y, x)));
const twice: Numerator = (y, x) => scale(mul(y, x), 1);
export const atan2: Reference = {
  value: (y, x) => of(dd(y!), dd(x!)),
  derivatives: [over(1, (_, x) => x), over(1, (y) => neg(y))],
  seconds: [
    [over(2, (y, x) => neg(twice(y, x))), mixed],
    [mixed, over(2, twice)],
  ],
};
