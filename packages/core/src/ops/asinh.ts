import { logarithmNear } from "../stability/linear.js";
import { askStrayed } from "../stability/region.js";
import { rootSum } from "../stability/conjugate.js";
import { affine, lin, times } from "../stability/lin.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { sign } from "./sign.js";
import { rules } from "../stability/rules.js";

/**
 * asinh(x), the inverse of the hyperbolic sine.
 *
 * Shape    x: f[…] → f[…]
 * Method   a word of the scalar vocabulary
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `asinh`
 */
export const asinh: Elementwise<1> = /* @__PURE__ */ elementwise("asinh", {
  rises: true,
  body: (x) => w.asinh(x),
  deriv: (x) => slope(x),
  range: ([lo, hi]) => [lo >= 0 ? 0 : -Infinity, hi <= 0 ? 0 : Infinity],
  // e^±asinh(x) = √(1 + x²) ± x
  forms: {
    ask: (node) => askStrayed(node, 2),
    states: rules,
    logarithm: (node) => logarithmNear(node),
    power: (node, c) => (Math.abs(c) === 1 ? rootSum(times(affine(node.inputs[0]!), c), lin(1)) : null),
  },
});
/** From here on 1 is nothing beside x², which would overflow in float64. */
const LARGE = 2 ** 30;
/** 1/√(1 + x²). */
const slope: Elementwise<1> = /* @__PURE__ */ elementwise("asinh slope", {
  body: (x) => w.where(w.lt(w.abs(x), LARGE), w.div(1, w.sqrt(w.add(1, w.mul(x, x)))), w.div(1, w.abs(x))),
  deriv: (x) => w.neg(w.mul(ratio(x), w.mul(slope(x), slope(x)))),
});
/** x/√(1 + x²), which has limits where x is infinite. */
const ratio: Elementwise<1> = /* @__PURE__ */ elementwise("asinh ratio", {
  body: (x) => w.where(w.lt(w.abs(x), LARGE), w.div(x, w.sqrt(w.add(1, w.mul(x, x)))), sign(x)),
  deriv: (x) => w.mul(slope(x), w.mul(slope(x), slope(x))),
});
export const asinhFacts: Facts = /* @__PURE__ */ facts(asinh, {
  math: "log(x + √(x² + 1))",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [-Infinity, -Infinity],
    [Infinity, Infinity],
    [NaN, NaN],
    [0, 0],
    [-0, -0],
  ],
  hard: [-1e20, -100, -1e-4, 1e-8, 0.5, 1e19, 1.8e19, 3.4e38],
  naive: (x) => w.log(w.add(x, w.sqrt(w.add(w.mul(x, x), 1)))),
  exhaustive: true,
});
