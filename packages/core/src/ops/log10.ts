import { askLogTo } from "../stability/logs.js";
import { rules } from "../stability/rules.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * log10(x), the logarithm to base 10. Of 0 it is −∞, of negative numbers NaN.
 *
 * Shape    x: f[…] → f[…]
 * Method   a word of the scalar vocabulary
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `log10`
 */
export const log10: Elementwise<1> = /* @__PURE__ */ elementwise("log10", {
  body: (x) => w.log10(x),
  deriv: (x) => w.div(Math.LOG10E, x),
  range: ([lo, hi]) => (lo >= 1 ? [0, Infinity] : hi <= 1 ? [-Infinity, 0] : [-Infinity, Infinity]),
  forms: { always: true, states: rules, logarithmic: true, ask: (node) => askLogTo(node, node.inputs[0]!, Math.LOG10E) },
});
export const log10Facts: Facts = /* @__PURE__ */ facts(log10, {
  math: "log₁₀ x",
  domain: [0, Infinity],
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [0, -Infinity],
    [-0, -Infinity],
    [1, 0],
    [1000, 3],
    [1e10, 10],
    [Infinity, Infinity],
    [-1, NaN],
    [-Infinity, NaN],
    [NaN, NaN],
  ],
  hard: [1e-45, 1e-38, 0.70710677, 0.9999999, 1.0000001, 10, 100, 1e6, 3.4e38],
  exhaustive: true,
});
