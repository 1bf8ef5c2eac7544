/** (Σ |x|^p)^(1/p) of numbers, by logarithms for what is neither 1 nor 2; of order ±∞ the greatest and the least |x|, of 0 how many are not 0. */
import { abs, add, type DD, dd, div, mul, scale, sqrt, sub } from "./dd.js";
import { extreme } from "./extreme.js";
import { exp, log } from "./functions.js";

export function norm(row: readonly number[], p: number): DD {
  const sizes = row.map(Math.abs);
  if (Math.abs(p) === Infinity) return dd(extreme(sizes, p > 0 ? "max" : "min"));
  if (p === 0) return dd(sizes.filter((x) => x !== 0).length);
  if (p === 1) return sizes.reduce<DD>((s, x) => add(s, dd(x)), dd(0));
  const greatest = extreme(sizes, "max"),
    least = extreme(sizes, "min");
  if (greatest === 0 || (p < 0 && least === 0)) return dd(0);
  // By a power of two, which is exact, so that no power overflows.
  const k = Math.floor(Math.log2(p > 0 ? greatest : least)),
    scaled = sizes.map((x) => scale(dd(x), -k));
  if (p === 2) return scale(sqrt(scaled.reduce<DD>((s, x) => add(s, mul(x, x)), dd(0))), k);
  const sum = scaled.filter((x) => x[0] !== 0).reduce<DD>((s, x) => add(s, exp(mul(dd(p), log(x)))), dd(0));
  return scale(exp(div(log(sum), dd(p))), k);
}
/** The slope by each element, sign(x)·(|x|/norm)^(p − 1); 0 where x or the norm is. */
export function normSlopes(row: readonly number[], p: number): DD[] {
  const y = norm(row, p);
  return row.map((x) => {
    if (x === 0 || y[0] === 0) return dd(0);
    const size = p === 2 ? div(abs(dd(x)), y) : exp(mul(sub(dd(p), dd(1)), log(div(abs(dd(x)), y))));
    return x < 0 ? sub(dd(0), size) : size;
  });
}
