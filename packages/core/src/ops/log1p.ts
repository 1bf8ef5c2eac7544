import * as w from "../scalar/words.js";
import { affine, atom, of } from "../stability/lin.js";
import { ofLog1p } from "./differences.js";
import { log1pmx, log1prel } from "./excess.js";
import { askLog1p } from "../stability/logs.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

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
    states: true,
    logarithmic: true,
    offsets: (node) => [{ base: affine(node.inputs[0]!), rest: () => atom(of(log1pmx, affine(node.inputs[0]!))) }],
    difference: ofLog1p,
    factor: log1prel,
    ask: askLog1p,
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
