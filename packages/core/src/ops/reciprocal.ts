import { lin } from "../stability/lin.js";
import { logarithmOfPower, logPower, nearStated } from "../stability/powers.js";
import { askProduct, askRange } from "../stability/products.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { rules } from "../stability/rules.js";

/**
 * reciprocal(x) = 1/x.
 *
 * Shape    x: f[…] → f[…]
 * Method   float32 arithmetic
 * Error    ≤ ½ ulp
 * Source   PyTorch `reciprocal`
 */
export const reciprocal: Elementwise<1> = /* @__PURE__ */ elementwise("reciprocal", {
  strays: 2,
  body: (x) => w.div(1, x),
  deriv: (x) => slope(x),
  forms: {
    states: rules,
    base: (node) => ({ x: node.inputs[0]!, e: -1 }),
    log: (node) => logPower(node.inputs[0]!, -1),
    logarithm: (node) => logarithmOfPower(node.inputs[0]!, -1),
    offsets: (node) => nearStated(node, node.inputs[0]!, lin(-1)),
    factors: (node) => [{ t: node.inputs[0]!, e: -1 }],
    ask: (node) => askProduct(node) ?? askRange(node),
  },
});
/** −1/x²; by two divisions, since x² may be 0 or infinite in float64. */
const slope: Elementwise<1> = /* @__PURE__ */ elementwise("reciprocal slope", {
  body: (x) => w.neg(w.div(w.div(1, x), x)),
  deriv: (x) => w.div(w.div(w.div(2, x), x), x),
});
export const reciprocalFacts: Facts = /* @__PURE__ */ facts(reciprocal, {
  math: "1 / x",
  bound: { wide: 0.5, narrow: 0.5 },
  derivBound: { wide: 0.501, narrow: 1.5 },
  special: [
    [0, Infinity],
    [-0, -Infinity],
    [Infinity, 0],
    [-Infinity, -0],
    [NaN, NaN],
    [4, 0.25],
  ],
  hard: [1e-45, 2.9387e-39, 1e-38, 3, 8.5e37, 3.4e38],
  exhaustive: true,
});
