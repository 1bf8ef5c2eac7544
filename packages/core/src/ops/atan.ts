import { logarithmNear } from "../stability/linear.js";
import { askStrayed } from "../stability/region.js";
import { ofAtan } from "./differences.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { rules } from "../stability/rules.js";

/**
 * atan(x), the inverse of the tangent, from −π/2 to π/2 in radians. The angle of a point (x, y) is `atan2(y, x)`.
 *
 * Shape    x: f[…] → f[…]
 * Method   a word of the scalar vocabulary
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `atan`
 */
export const atan: Elementwise<1> = /* @__PURE__ */ elementwise("atan", {
  rises: true,
  body: (x) => w.atan(x),
  deriv: (x) => slope(x),
  range: ([lo, hi]) => [lo >= 0 ? 0 : -1.5707964, hi <= 0 ? 0 : 1.5707964],
  forms: {
    states: rules,
    logarithm: (node) => logarithmNear(node),
    difference: (a, b, d) => ofAtan(a, b, d),
    ask: (node) => askStrayed(node, 2),
  },
});
/** 1/(1 + x²), which goes to 0 before x² overflows. */
const slope: Elementwise<1> = /* @__PURE__ */ elementwise("atan′", {
  body: (x) => w.div(1, w.add(1, w.mul(x, x))),
  deriv: (x) => w.mul(-2, w.mul(ratio(x), slope(x))),
});
/** x/(1 + x²), which has limits where x is 0 or infinite. */
const ratio: Elementwise<1> = /* @__PURE__ */ elementwise("atan ratio", {
  body: (x) => w.div(1, w.add(x, w.div(1, x))),
  deriv: (x) => w.mul(w.sub(slope(x), ratio(x)), w.add(slope(x), ratio(x))),
});
export const atanFacts: Facts = /* @__PURE__ */ facts(atan, {
  math: "arctan x",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [0, 0],
    [-0, -0],
    [1, 0.7853981852531433],
    [-1, -0.7853981852531433],
    [Infinity, 1.5707963705062866],
    [-Infinity, -1.5707963705062866],
    [NaN, NaN],
  ],
  hard: [-0.41421357, 1e-8, 1e-4, 0.41421357, 2.4142137, -2.4142137, 1e4, 1e8, 1e30],
  naive: (x) => w.asin(w.div(x, w.sqrt(w.add(1, w.mul(x, x))))),
  exhaustive: true,
});
