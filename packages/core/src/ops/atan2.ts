import { askStrayed } from "../stability/region.js";
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { hypot } from "./hypot.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * atan2(y, x), the angle of the point (x, y) from the positive x axis, from −π to π in radians.
 *
 * Shape    y, x: f[…], which broadcast → f[…]
 * Method   a word of the scalar vocabulary, with the signed zeros and infinities of IEEE 754
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `atan2`
 */
export const atan2: Elementwise<2> = /* @__PURE__ */ elementwise<2>("atan2", {
  body: (y, x) => w.atan2(y, x),
  deriv: [(y, x) => byY(y, x), (y, x) => byX(y, x)],
  range: () => [-3.1415928, 3.1415928],
  forms: { ask: (node) => askStrayed(node, 2) },
});
/** x/(x² + y²) without its squares, which over- and underflow: 0 where one operand is infinite, NaN where both are or both are 0. */
const share = (x: Ex, y: Ex): Ex => w.div(1, w.add(x, w.mul(y, w.div(y, x))));
const byY: Elementwise<2> = /* @__PURE__ */ elementwise<2>("atan2 by y", {
  body: (y, x) => share(x, y),
  deriv: [(y, x) => w.mul(2, w.mul(byY(y, x), byX(y, x))), (y, x) => curvature(y, x)],
});
const byX: Elementwise<2> = /* @__PURE__ */ elementwise<2>("atan2 by x", {
  body: (y, x) => w.neg(share(y, x)),
  deriv: [(y, x) => curvature(y, x), (y, x) => w.mul(-2, w.mul(byY(y, x), byX(y, x)))],
});
/** (y² − x²)/(x² + y²)²: y − x and y + x are as exact as the operands, where the squares would cancel. */
function curvature(y: Ex, x: Ex): Ex {
  const h = hypot(x, y),
    unit = w.mul(w.div(w.sub(y, x), h), w.div(w.add(y, x), h)),
    side = w.max(-1, w.min(1, w.sub(w.abs(y), w.abs(x))));
  return w.where(w.eq(h, Infinity), w.mul(0, side), w.div(w.div(unit, h), h));
}
export const atan2Facts: Facts = /* @__PURE__ */ facts(atan2, {
  math: "arg(x + iy)",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [0, 0, 0],
    [-0, 0, -0],
    [0, -0, 3.1415927410125732],
    [-0, -0, -3.1415927410125732],
    [0, 1, 0],
    [-0, 1, -0],
    [0, -1, 3.1415927410125732],
    [-0, -1, -3.1415927410125732],
    [1, 0, 1.5707963705062866],
    [1, -0, 1.5707963705062866],
    [-1, 0, -1.5707963705062866],
    [-1, -0, -1.5707963705062866],
    [1, 1, 0.7853981852531433],
    [Infinity, Infinity, 0.7853981852531433],
    [-Infinity, Infinity, -0.7853981852531433],
    [Infinity, -Infinity, 2.356194496154785],
    [-Infinity, -Infinity, -2.356194496154785],
    [1, Infinity, 0],
    [-1, Infinity, -0],
    [1, -Infinity, 3.1415927410125732],
    [-1, -Infinity, -3.1415927410125732],
    [Infinity, 1, 1.5707963705062866],
    [-Infinity, -1, -1.5707963705062866],
    [NaN, 1, NaN],
    [1, NaN, NaN],
    [NaN, Infinity, NaN],
    [-Infinity, NaN, NaN],
  ],
  hard: [1e-45, -1e-30, 3e38, -1e20, 1, -0.41421357, 2.4142137, 5e-21],
  naive: (y, x) => w.atan(w.div(y, x)),
});
