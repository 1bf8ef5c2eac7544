import { native } from "../stability/forms.js";
import { of } from "../stability/emit.js";
import { affine, atom, lin, plus, times } from "../stability/lin.js";
import { erf } from "./erf.js";
import { logNdtr } from "./logNdtr.js";
import * as w from "../scalar/words.js";
import { bell, TWO_OVER_ROOT_PI } from "./bell.js";
import { logOfErf, ofErf } from "./erfDifference.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { rules } from "../stability/rules.js";

/**
 * erfc(x) = 1 − erf(x), which keeps its digits where erf(x) is near 1.
 *
 * Shape    x: f[…] → f[…]
 * Method   a word of the scalar vocabulary
 * Error    wide ≤ 0.501 ulp; narrow ≤ 4 ulp
 * Source   PyTorch `erfc`
 */
export const erfc: Elementwise<1> = /* @__PURE__ */ elementwise("erfc", {
  body: (x) => w.erfc(x),
  deriv: (x) => w.mul(-TWO_OVER_ROOT_PI, bell(x)),
  range: () => [0, 2],
  forms: {
    states: rules,
    // erfc(x) = 2·Φ(−√2·x)
    log: (node) => native(plus(lin(Math.LN2), atom(of(logNdtr, times(affine(node.inputs[0]!), -Math.SQRT2))))),
    // erfc(x) = 2 − erfc(−x) = 1 − erf(x)
    offsets: (node) => [
      { base: lin(2), rest: () => atom(of(erfc, times(affine(node.inputs[0]!), -1)), -1) },
      { base: lin(1), rest: () => atom(of(erf, affine(node.inputs[0]!)), -1) },
    ],
    difference: (a, b, d) => w.neg(ofErf(a, b, d)),
    logDifference: (a, b, d) => logOfErf(a, b, d),
  },
});
export const erfcFacts: Facts = /* @__PURE__ */ facts(erfc, {
  math: "1 − erf(x)",
  bound: { wide: 0.501, narrow: 4 },
  special: [
    [-Infinity, 2],
    [Infinity, 0],
    [NaN, NaN],
    [0, 1],
    [-0, 1],
  ],
  hard: [0.5, -0.5, 1e-8, 3.83, 5, 9.19, 10.05],
  naive: (x) => w.sub(1, w.erf(x)),
  exhaustive: true,
});
