/** x − tanh x; near 0 its Taylor series, from sinh x − x·cosh x = −Σ 2n·x²ⁿ⁺¹/(2n + 1)!. Derivatives tanh² x and 2·tanh x/cosh² x. */
import { type DD, abs, add, dd, div, mul, neg, scale, sub } from "./dd.js";
import { cosh, tanh } from "./hyperbolic.js";
import { tanh as reference } from "./tanh.js";
import type { Reference } from "./reference.js";

/** Terms below 2⁻¹¹⁰ of the first for |x| < 1. */
const TERMS = 14;

function value(x: DD): DD {
  if (!(Math.abs(x[0]) < 1)) return Math.abs(x[0]) === Infinity ? x : sub(x, tanh(x));
  if (x[0] === 0) return x;
  const z = mul(x, x);
  let term = dd(1 / 2),
    sum = dd(0);
  const terms: DD[] = [];
  // 2n/(2n + 1)! = 1/((2n + 1)·(2n − 1)!)
  for (let n = 1; n <= TERMS; n++) {
    terms.push(div(mul(term, dd(2)), dd(2 * n + 1)));
    term = div(mul(term, z), dd(2 * n * (2 * n + 1)));
  }
  for (const t of terms.reverse()) sum = add(sum, t);
  const y = div(mul(mul(abs(x), z), sum), cosh(x));
  return x[0] < 0 ? neg(y) : y;
}
export const tanhshrink: Reference = {
  value: (x) => value(dd(x!)),
  derivatives: [(x) => mul(tanh(dd(x!)), tanh(dd(x!)))],
  seconds: [[(x) => scale(mul(tanh(dd(x!)), reference.derivatives[0]!(x!)), 1)]],
};
