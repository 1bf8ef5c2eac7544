import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * sinc(x) = sin(πx)/(πx), 1 at 0.
 *
 * Shape    x: f[…] → f[…]
 * Method   sin(πx) = (−1)ⁿ·sin(π·(x − n)) with n the whole number nearest to x: the difference is exact, so that the product with π loses nothing
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp; the derivative, where it crosses 0, of 1/x
 * Source   PyTorch `sinc`
 */
export const sinc: Elementwise<1> = /* @__PURE__ */ elementwise("sinc", {
  body: (x) => w.where(w.eq(x, 0), 1, w.div(turned(x, w.sin), w.mul(Math.PI, x))),
  deriv: (x) => slope(x),
  range: () => [-0.25, 1],
});
/** (cos πx − sinc x)/x; near 0 Taylor's series, for the difference cancels there. */
const slope: Elementwise<1> = /* @__PURE__ */ elementwise("sinc′", {
  body: (x) => w.where(w.lt(w.abs(x), NEAR), series(x), w.div(w.sub(turned(x, w.cos), sinc(x)), x)),
  deriv: (x) => w.neg(w.where(w.eq(x, 0), Math.PI ** 2 / 3, w.add(w.mul(Math.PI ** 2, sinc(x)), w.mul(2, w.div(slope(x), x))))),
});
/** The sine or cosine of πx. */
function turned(x: Ex, f: (x: Ex) => Ex): Ex {
  const n = w.round(x),
    y = f(w.mul(Math.PI, w.sub(x, n)));
  return w.where(w.eq(n, w.mul(2, w.round(w.mul(n, 0.5)))), y, w.neg(y));
}
const NEAR = 0.25;
/** Σ (−1)ᵏ·π²ᵏ·x²ᵏ⁻¹·2k/(2k + 1)!, to 2⁻⁵³ for |x| ≤ ¼. */
function series(x: Ex): Ex {
  const z = w.mul(x, x);
  let factor = 1;
  const all = Array.from({ length: 9 }, (_, i) => {
    const k = i + 1;
    factor *= -(Math.PI ** 2) / (2 * k * (2 * k + 1));
    return 2 * k * factor;
  });
  return w.mul(
    x,
    all.slice(0, -1).reduceRight<Ex | number>((sum, term) => w.add(term, w.mul(z, sum)), all.at(-1)!),
  );
}
/** What cancels where a derivative crosses 0; near 0 none does. */
const terms = (x: Ex): Ex => w.where(w.lt(w.abs(x), 0.5), 0, w.div(1, x));

export const sincFacts: Facts = /* @__PURE__ */ facts(sinc, {
  math: "sin(πx) / (πx)",
  bound: { wide: 0.501, narrow: 2 },
  derivBound: { wide: 0.501, narrow: 1.5, of: terms },
  secondBound: { wide: 0.501, narrow: 2, of: (x) => w.mul(4, terms(x)) },
  special: [
    [0, 1],
    [-0, 1],
    [1, -0],
    [2, 0],
    [Infinity, NaN],
    [-Infinity, NaN],
    [NaN, NaN],
  ],
  hard: [0.99999994, 1.0000001, 0.25, 0.5, 1e-8, 100000.51, 2097151.8, 1.4302967],
  naive: (x) => w.div(w.sin(w.mul(Math.PI, x)), w.mul(Math.PI, x)),
  exhaustive: true,
});
