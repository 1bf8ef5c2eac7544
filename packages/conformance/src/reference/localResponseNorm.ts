/** x/(k + alpha·m)^beta along a line: m is the mean of squares over the `size` elements around each, ⌊size/2⌋ of them before, zeros beyond. And its gradient. */
import { add, type DD, dd, div, mul, neg, twoProd } from "./dd.js";
import { exp, log } from "./functions.js";
import { sum } from "./sum.js";

export interface Response {
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly k: number;
}
const power = (x: DD, y: DD): DD => exp(mul(y, log(x)));
/** Whether element j is one of those around i. */
const isAround = (i: number, j: number, size: number): boolean => j >= i - Math.floor(size / 2) && j < i - Math.floor(size / 2) + size;
const bases = (x: readonly number[], { size, alpha, k }: Response): DD[] =>
  x.map((_, i) => {
    const squares = sum(x.flatMap((v, j) => (isAround(i, j, size) ? [twoProd(v, v)] : []))).value;
    return add(mul(dd(alpha), div(squares, dd(size))), dd(k));
  });

export function localResponseNorm(x: readonly number[], options: Response): DD[] {
  const all = bases(x, options);
  return x.map((v, i) => mul(dd(v), power(all[i]!, dd(-options.beta))));
}
/** g·base^−beta − x·Σ 2·alpha·beta/size·g·x·base^(−beta − 1) over what an element is around. With the sizes of what is added. */
export function localResponseSlopes(
  x: readonly number[],
  g: readonly number[],
  options: Response,
): { readonly value: DD; readonly magnitude: number }[] {
  const { size, alpha, beta } = options,
    all = bases(x, options),
    factor = div(mul(mul(dd(2), dd(alpha)), dd(beta)), dd(size));
  return x.map((v, j) => {
    const direct = mul(dd(g[j]!), power(all[j]!, dd(-beta))),
      through = x.flatMap((u, i) => (isAround(i, j, size) ? [mul(twoProd(g[i]!, u), power(all[i]!, add(dd(-beta), dd(-1))))] : []));
    return sum([direct, ...through.map((t) => neg(mul(mul(factor, dd(v)), t)))]);
  });
}
