/** tanh x, derivatives 1/cosh² x and −2·tanh x/cosh² x. */
import { type DD, dd, div, mul, neg, scale } from "./dd.js";
import { cosh, tanh as of } from "./hyperbolic.js";
import type { Reference } from "./reference.js";

const slope = (x: DD): DD => {
  const y = div(dd(1), cosh(x));
  return mul(y, y);
};
export const tanh: Reference = {
  value: (x) => of(dd(x!)),
  derivatives: [(x) => slope(dd(x!))],
  seconds: [[(x) => neg(scale(mul(of(dd(x!)), slope(dd(x!))), 1))]],
};
