import { askLogTo } from "../stability/logs.js";
import { rules } from "../stability/rules.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * log2(x), the logarithm to base 2. Of 0 it is −∞, of negative numbers NaN.
 *
 * Shape    x: f[…] → f[…]
 * Method   a word of the scalar vocabulary
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `log2`
 */
export const log2: Elementwise<1> = /* @__PURE__ */ elementwise("log2", {
  body: (x) => w.log2(x),
  deriv: (x) => w.div(Math.LOG2E, x),
  range: ([lo, hi]) => (lo >= 1 ? [0, Infinity] : hi <= 1 ? [-Infinity, 0] : [-Infinity, Infinity]),
  forms: { always: true, states: rules, logarithmic: true, ask: (node) => askLogTo(node, node.inputs[0]!, Math.LOG2E) },
});
export const log2Facts: Facts = /* @__PURE__ */ facts(log2, {
  math: "log₂ x",
  domain: [0, Infinity],
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [0, -Infinity],
    [-0, -Infinity],
    [1, 0],
    [8, 3],
    [1.401298464324817e-45, -149],
    [Infinity, Infinity],
    [-1, NaN],
    [-Infinity, NaN],
    [NaN, NaN],
  ],
  hard: [1e-45, 1e-38, 0.70710677, 0.9999999, 1.0000001, 1.4142135, 2, 1024, 3.4e38],
  exhaustive: true,
});
