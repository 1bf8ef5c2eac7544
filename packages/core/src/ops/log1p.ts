import * as w from "../scalar/words.js";
import { of } from "../stability/emit.js";
import { logarithmNear } from "../stability/linear.js";
import { affine, atom, lin, plus } from "../stability/lin.js";
import { ofLog } from "./differences.js";
import { log1pmx, log1prel } from "./excess.js";
import { askLog1p } from "../stability/logs.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { rules } from "../stability/rules.js";

/**
 * log1p(x) = ln(1 + x), without cancellation near 0; NaN below −1.
 *
 * Shape    x: f[…] → f[…]
 * Method   a word of the scalar vocabulary
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `log1p`
 */
export const log1p: Elementwise<1> = /* @__PURE__ */ elementwise("log1p", {
  body: (x) => w.log1p(x),
  deriv: (x) => w.div(1, w.add(1, x)),
  range: ([lo]) => [lo >= 0 ? 0 : -Infinity, Infinity],
  forms: {
    always: true,
    states: rules,
    logarithmic: true,
    logarithm: (node) => logarithmNear(node),
    offsets: (node) => [{ base: affine(node.inputs[0]!), rest: () => atom(of(log1pmx, affine(node.inputs[0]!))) }],
    place: (node) => ({ of: "log", at: plus(lin(1), affine(node.inputs[0]!)) }),
    difference: (a, b, d) => ofLog(a, b, d),
    factor: () => log1prel,
    ask: (node) => askLog1p(node),
  },
});
export const log1pFacts: Facts = /* @__PURE__ */ facts(log1p, {
  math: "ln(1 + x)",
  domain: [-1, Infinity],
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [-1, -Infinity],
    [Infinity, Infinity],
    [-2, NaN],
    [-Infinity, NaN],
    [NaN, NaN],
    [0, 0],
    [-0, -0],
  ],
  hard: [1e-8, -1e-8, -0.9999999, 1e-45, 3.4e38],
  naive: (x) => w.log(w.add(1, x)),
  exhaustive: true,
});
