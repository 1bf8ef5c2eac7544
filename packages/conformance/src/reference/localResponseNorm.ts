/** x/(k + alpha·m)^beta of one element: m is the sum of the squares around it, over `size`. */
import { dd, div, mul, add, twoProd } from "./dd.js";
import { type DD } from "./dd.js";
import { exp, log } from "./functions.js";
import { sum } from "./sum.js";

export function localResponseNorm(x: number, around: readonly number[], size: number, alpha: number, beta: number, k: number): DD {
  const mean = div(sum(around.map((v) => twoProd(v, v))).value, dd(size)),
    base = add(mul(dd(alpha), mean), dd(k));
  return div(dd(x), exp(mul(dd(beta), log(base))));
}
