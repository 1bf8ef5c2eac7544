import { askConjugate, conjugateOver } from "../stability/conjugate.js";
import { lin } from "../stability/lin.js";
import { askRoot, logarithmOfPower, logPower, nearPower } from "../stability/powers.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { rules } from "../stability/rules.js";

/**
 * sqrt(x) = √x. Its derivative at 0 is ∞.
 *
 * Shape    x: f[…] → f[…]
 * Method   float32 arithmetic
 * Error    ≤ ½ ulp
 * Source   PyTorch `sqrt`
 */
export const sqrt: Elementwise<1> = /* @__PURE__ */ elementwise("sqrt", {
  body: (x) => w.sqrt(x),
  deriv: (x) => slope(x),
  range: () => [0, Infinity],
  forms: {
    states: rules,
    base: (node) => ({ x: node.inputs[0]!, e: 0.5 }),
    log: (node) => logPower(node.inputs[0]!, 0.5),
    logarithm: (node) => logarithmOfPower(node.inputs[0]!, 0.5),
    offsets: (node) => nearPower(node, node.inputs[0]!, lin(0.5)),
    common: (sum) => askConjugate(sum),
    conjugate: (m, sum) => conjugateOver(m, sum),
    ask: (node) => askRoot(node),
  },
});
/** 1/(2√x), where +0 is added so that it is ∞ at both zeros. */
const slope: Elementwise<1> = /* @__PURE__ */ elementwise("sqrt slope", {
  body: (x) => w.div(0.5, w.sqrt(w.add(x, 0))),
  deriv: (x) => w.div(-0.25, w.mul(x, w.sqrt(x))),
});
export const sqrtFacts: Facts = /* @__PURE__ */ facts(sqrt, {
  math: "√x",
  domain: [0, Infinity],
  bound: { wide: 0.5, narrow: 0.5 },
  derivBound: { wide: 0.501, narrow: 1.5 },
  special: [
    [0, 0],
    [-0, -0],
    [4, 2],
    [Infinity, Infinity],
    [-1, NaN],
    [-Infinity, NaN],
    [NaN, NaN],
  ],
  hard: [1e-45, 1e-38, 2, 3, 0.99999994, 3.4e38],
  naive: (x) => w.exp(w.mul(0.5, w.log(x))),
  exhaustive: true,
});
