import { of } from "../stability/emit.js";
import { affine, atom, lin, times } from "../stability/lin.js";
import { logarithmNear } from "../stability/linear.js";
import { erfc } from "./erfc.js";
import * as w from "../scalar/words.js";
import { bell, TWO_OVER_ROOT_PI } from "./bell.js";
import { logOfErf, ofErf } from "./erfDifference.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { rules } from "../stability/rules.js";

/**
 * erf(x) = 2/√π · ∫₀ˣ e^(−t²) dt, the error function.
 *
 * Shape    x: f[…] → f[…]
 * Method   a word of the scalar vocabulary
 * Error    wide ≤ 0.501 ulp; narrow ≤ 4 ulp
 * Source   PyTorch `erf`
 */
export const erf: Elementwise<1> = /* @__PURE__ */ elementwise("erf", {
  rises: true,
  body: (x) => w.erf(x),
  deriv: (x) => w.mul(TWO_OVER_ROOT_PI, bell(x)),
  range: ([lo, hi]) => [lo >= 0 ? 0 : -1, hi <= 0 ? 0 : 1],
  forms: {
    states: rules,
    logarithm: (node) => logarithmNear(node, TWO_OVER_ROOT_PI),
    // erf(x) = 1 − erfc(x) = erfc(−x) − 1
    offsets: (node) => [1, -1].map((k) => ({ base: lin(k), rest: () => atom(of(erfc, times(affine(node.inputs[0]!), k)), -k) })),
    difference: (a, b, d) => ofErf(a, b, d),
    logDifference: (a, b, d) => logOfErf(a, b, d),
  },
});
export const erfFacts: Facts = /* @__PURE__ */ facts(erf, {
  math: "2/√π · ∫₀ˣ e^(−t²) dt",
  bound: { wide: 0.501, narrow: 4 },
  special: [
    [-Infinity, -1],
    [Infinity, 1],
    [NaN, NaN],
    [0, 0],
    [-0, -0],
  ],
  hard: [1e-8, -1e-8, 1e-3, 0.5, -0.5, 3.83, 10.05],
  // Abramowitz and Stegun 7.1.26.
  naive: (x) => {
    const t = w.div(1, w.add(1, w.mul(0.3275911, x))),
      polynomial = [0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429].reduceRight<w.Scalar>((sum, c) => w.add(w.mul(sum, t), c), 0);
    return w.sub(1, w.mul(w.mul(polynomial, t), w.exp(w.neg(w.mul(x, x)))));
  },
  exhaustive: true,
});
