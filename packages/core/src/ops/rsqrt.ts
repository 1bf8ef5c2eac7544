import { fitted, lin } from "../stability/lin.js";
import { rootOfSquares } from "../stability/squares.js";
import { reciprocal } from "./reciprocal.js";
import { logarithmOfPower, logPower, nearStated } from "../stability/powers.js";
import { askRange } from "../stability/products.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { rules } from "../stability/rules.js";

/**
 * rsqrt(x) = 1/√x.
 *
 * Shape    x: f[…] → f[…]
 * Method   as written
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `rsqrt`
 */
export const rsqrt: Elementwise<1> = /* @__PURE__ */ elementwise("rsqrt", {
  body: (x) => w.div(1, w.sqrt(x)),
  deriv: (x) => slope(x),
  forms: {
    states: rules,
    base: (node) => ({ x: node.inputs[0]!, e: -0.5 }),
    log: (node) => logPower(node.inputs[0]!, -0.5),
    logarithm: (node) => logarithmOfPower(node.inputs[0]!, -0.5),
    offsets: (node) => nearStated(node, node.inputs[0]!, lin(-0.5)),
    ask: (node) => {
      const norm = rootOfSquares(node.inputs[0]!);
      return norm ? { node: fitted(reciprocal(norm), node.shape), why: "a norm, in which no power leaves the range" } : askRange(node);
    },
  },
});
/** −x^(−3/2)/2, −∞ at both zeros. */
const slope: Elementwise<1> = /* @__PURE__ */ elementwise("rsqrt slope", {
  body: (x) => w.div(-0.5, w.mul(x, w.sqrt(x))),
  deriv: (x) => w.div(0.75, w.mul(w.mul(x, x), w.sqrt(w.abs(x)))),
});
export const rsqrtFacts: Facts = /* @__PURE__ */ facts(rsqrt, {
  math: "1 / √x",
  domain: [0, Infinity],
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [0, Infinity],
    [-0, -Infinity],
    [4, 0.5],
    [Infinity, 0],
    [-1, NaN],
    [-Infinity, NaN],
    [NaN, NaN],
  ],
  hard: [1e-45, 1e-38, 2, 3, 0.99999994, 3.4e38],
  naive: (x) => w.exp(w.mul(-0.5, w.log(x))),
  exhaustive: true,
});
