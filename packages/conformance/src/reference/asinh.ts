/** asinh x, derivatives 1/√(1 + x²) and −x/(1 + x²)^(3/2), which go to 0. */
import { add, type DD, dd, div, mul, neg, sqrt, twoProd } from "./dd.js";
import { asinh as of } from "./hyperbolic.js";
import type { Reference } from "./reference.js";

const FAR = 2 ** 200;
/** √(1 + x²); far out |x|, whose square would overflow. */
const root = (x: number): DD => (Math.abs(x) > FAR ? dd(Math.abs(x)) : sqrt(add(dd(1), twoProd(x, x))));
const second = (x: number): DD => {
  const slope = div(dd(1), root(x));
  return Math.abs(x) > FAR ? mul(dd(-Math.sign(x)), mul(slope, slope)) : neg(mul(mul(dd(x), slope), mul(slope, slope)));
};
export const asinh: Reference = {
  value: (x) => of(dd(x!)),
  derivatives: [(x) => div(dd(1), root(x!))],
  seconds: [[(x) => second(x!)]],
};
