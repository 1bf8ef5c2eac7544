import * as w from "../scalar/words.js";
import { ofLog } from "./differences.js";
import { affine } from "../stability/lin.js";
import { askLog } from "../stability/logs.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { rules } from "../stability/rules.js";

/**
 * log(x) = ln x; NaN for negative x.
 *
 * Shape    x: f[…] → f[…]
 * Method   a word of the scalar vocabulary
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `log`
 */
export const log: Elementwise<1> = /* @__PURE__ */ elementwise("log", {
  body: (x) => w.log(x),
  deriv: (x) => w.div(1, x),
  forms: {
    always: true,
    states: rules,
    logarithmic: true,
    // e^log(x) = x, where x is not negative.
    power: (node, c) => (c === 1 ? notNegative(node.inputs[0]!) : null),
    logOfWhat: (node) => node.inputs[0]!,
    place: (node) => ({ of: "log", at: affine(node.inputs[0]!) }),
    difference: (a, b, d) => ofLog(a, b, d),
    ask: (node) => askLog(node, node.inputs[0]!),
  },
});
/** x, and NaN where log x is. */
const notNegative: Elementwise<1> = /* @__PURE__ */ elementwise("notNegative", {
  body: (x) => w.where(w.lt(x, 0), NaN, x),
  deriv: () => 1,
  range: () => [0, Infinity],
  forms: {},
});
export const logFacts: Facts = /* @__PURE__ */ facts(log, {
  math: "ln x",
  domain: [0, Infinity],
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [0, -Infinity],
    [-0, -Infinity],
    [Infinity, Infinity],
    [-1, NaN],
    [-Infinity, NaN],
    [NaN, NaN],
    [1, 0],
  ],
  hard: [1, 1.0000001, 0.9999999, 1e-45, 3.4e38],
  exhaustive: true,
});
