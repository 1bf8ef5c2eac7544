/**
 * sin(πx)/(πx), derivatives (cos πx − sinc x)/x and −π²·sinc x − 2·sinc′x/x; near 0 all three by Taylor's series. πx is taken modulo π, x being less a whole number;
 * where x is one, sinc x is 0 with the sign that the quotient of signed zeros has.
 */
import { PI } from "./constants.js";
import { type DD, add, dd, div, mul, neg, sub } from "./dd.js";
import type { Reference } from "./reference.js";
import { cos, sin } from "./trigonometric.js";

/** sin or cos of πx. */
function turned(x: number, f: (x: DD) => DD): DD {
  const n = Math.round(x),
    y = f(mul(PI, dd(x - n)));
  return n % 2 === 0 ? y : neg(y);
}
const SQUARE = mul(PI, PI);
/** Σ (−1)ᵏ(πx)²ᵏ·factor(k)/(2k + 1)! from k = first on, for |x| < ½. */
function series(x: number, first: number, factor: (k: number) => number): DD {
  const z = mul(SQUARE, mul(dd(x), dd(x)));
  let term = dd(1),
    sum = dd(0);
  for (let k = 0; k < 24; k++) {
    if (k >= first) sum = add(sum, mul(term, dd(factor(k))));
    term = neg(div(mul(term, z), dd((2 * k + 2) * (2 * k + 3))));
  }
  return sum;
}
const value = (x: number): DD => {
  if (x === 0) return dd(1);
  if (Number.isInteger(x)) return dd((x % 2 === 0 ? 0 : -0) / x);
  return div(turned(x, sin), mul(PI, dd(x)));
};
/** Below 2⁻³⁰⁰ the squares underflow, and the leading term is all. */
const first = (x: number): DD => {
  if (Math.abs(x) < 2 ** -300) return mul(neg(div(SQUARE, dd(3))), dd(x));
  return Math.abs(x) < 0.5
    ? div(
        series(x, 1, (k) => 2 * k),
        dd(x),
      )
    : div(sub(turned(x, cos), value(x)), dd(x));
};
const second = (x: number): DD => {
  if (Math.abs(x) < 2 ** -300) return neg(div(SQUARE, dd(3)));
  if (Math.abs(x) < 0.5)
    return div(
      series(x, 1, (k) => 2 * k * (2 * k - 1)),
      mul(dd(x), dd(x)),
    );
  return neg(add(mul(SQUARE, value(x)), mul(dd(2), div(first(x), dd(x)))));
};
export const sinc: Reference = { value: (x) => value(x!), derivatives: [(x) => first(x!)], seconds: [[(x) => second(x!)]] };
