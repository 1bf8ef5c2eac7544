import { askStrayed } from "../stability/region.js";
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * hypot(x, y) = √(x² + y²), the length of (x, y).
 *
 * Shape    x, y: f[…], which broadcast → f[…]
 * Method   scaled by a power of 2 where a square leaves the range of float64; ∞ if one is infinite, though the other be NaN
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `hypot`
 */
export const hypot: Elementwise<2> = /* @__PURE__ */ elementwise<2>("hypot", {
  body: (x, y) => {
    const size = w.max(w.abs(x), w.abs(y)),
      scale = w.where(w.lt(LARGE, size), 1 / HUGE, w.where(w.lt(size, 1 / LARGE), HUGE, 1)),
      square = (v: Ex): Ex => w.mul(w.mul(v, scale), w.mul(v, scale)),
      infinite = w.or(w.eq(w.abs(x), Infinity), w.eq(w.abs(y), Infinity));
    return w.where(infinite, Infinity, w.div(w.sqrt(w.add(square(x), square(y))), scale));
  },
  deriv: [(x, y) => share(x, y), (x, y) => share(y, x)],
  range: () => [0, Infinity],
  forms: { ask: (node) => askStrayed(node, 2) },
});
const LARGE = 3.273390607896142e150; // 2⁵⁰⁰
const HUGE = 4.149515568880993e180; // 2⁶⁰⁰
/** x/√(x² + y²). Its derivatives are products: as differences they would cancel where one operand is much the larger. */
const share: Elementwise<2> = /* @__PURE__ */ elementwise<2>("hypot′", {
  body: (x, y) => w.div(x, hypot(x, y)),
  deriv: [
    (x, y) => w.div(w.mul(share(y, x), share(y, x)), hypot(x, y)),
    (x, y) => w.where(w.eq(hypot(x, y), Infinity), NaN, w.neg(w.div(w.mul(share(x, y), share(y, x)), hypot(x, y)))),
  ],
});
export const hypotFacts: Facts = /* @__PURE__ */ facts(hypot, {
  math: "√(x² + y²)",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [0, 0, 0],
    [-0, -0, 0],
    [3, -4, 5],
    [Infinity, NaN, Infinity],
    [NaN, -Infinity, Infinity],
    [1, NaN, NaN],
    [NaN, 1, NaN],
  ],
  hard: [1e-45, -1e-30, 3e38, -1e20, 1, 5e-21],
  naive: (x, y) => w.sqrt(w.add(w.mul(x, x), w.mul(y, y))),
});
