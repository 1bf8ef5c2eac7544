import { native } from "../stability/forms.js";
import { of } from "../stability/emit.js";
import { affine, atom, lin, times } from "../stability/lin.js";
import { erf } from "./erf.js";
import { logNdtr } from "./logNdtr.js";
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { logOfErf, ofErf } from "./erfDifference.js";
import { type Facts, facts } from "./facts.js";
import { MINUS_ROOT_HALF, normalDensity } from "./normalDensity.js";
import { type Elementwise, elementwise } from "./row.js";
import { rules } from "../stability/rules.js";

/**
 * ndtr(x) = Φ(x), the distribution function of the standard normal distribution.
 *
 * Shape    x: f[…] → f[…]
 * Method   ½·erfc(−x/√2), which keeps its digits in the left tail
 * Error    wide ≤ 0.501 ulp; narrow ≤ 4 ulp
 * Source   PyTorch `special.ndtr`
 */
export const ndtr: Elementwise<1> = /* @__PURE__ */ elementwise("ndtr", {
  rises: true,
  body: (x) => w.mul(0.5, w.erfc(w.mul(MINUS_ROOT_HALF, x))),
  deriv: (x) => normalDensity(x),
  range: () => [0, 1],
  forms: {
    states: rules,
    log: (node) => native(atom(of(logNdtr, affine(node.inputs[0]!)))),
    // Φ(x) = 1 − Φ(−x)
    offsets: (node) => [
      { base: lin(1), rest: () => atom(of(ndtr, times(affine(node.inputs[0]!), -1)), -1) },
      { base: lin(0.5), rest: () => atom(of(erf, times(affine(node.inputs[0]!), Math.SQRT1_2)), 0.5) },
    ],
    // Φ(x) = ½ + ½·erf(x/√2)
    difference: (a, b, d) => w.mul(0.5, ofErf(...rooted(a, b, d))),
    logDifference: (a, b, d) => w.sub(logOfErf(a, b, d, Math.SQRT1_2), Math.LN2),
  },
});
const rooted = (...x: [Ex, Ex, Ex]) => x.map((t) => w.mul(Math.SQRT1_2, t)) as [Ex, Ex, Ex];
export const ndtrFacts: Facts = /* @__PURE__ */ facts(ndtr, {
  math: "Φ(x)",
  bound: { wide: 0.501, narrow: 4 },
  special: [
    [-Infinity, 0],
    [Infinity, 1],
    [NaN, NaN],
    [0, 0.5],
  ],
  hard: [-14.2, -13, -5.5, -1e-8, 0.7, 5.4],
  naive: (x) => w.mul(0.5, w.add(1, w.erf(w.div(x, Math.SQRT2)))),
  exhaustive: true,
});
