import * as w from "../scalar/words.js";
import { native } from "../stability/forms.js";
import { atLeast, LEAST } from "../stability/interval.js";
import { of } from "../stability/emit.js";
import { affine, atom, lin, times } from "../stability/lin.js";
import { logOfSigmoid, ofSigmoid } from "./differences.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { slope } from "./slope.js";
import { tanh } from "./tanh.js";
import { softplus } from "./softplus.js";
import { rules } from "../stability/rules.js";

/**
 * sigmoid(x) = 1 / (1 + e^−x), the logistic function σ.
 *
 * Shape    x: f[…] → f[…]
 * Method   as written: in float64 the exponential cannot overflow before its reciprocal is 0
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `sigmoid`
 */
export const sigmoid: Elementwise<1> = /* @__PURE__ */ elementwise("sigmoid", {
  rises: true,
  body: (x) => w.div(1, w.add(1, w.exp(w.neg(x)))),
  deriv: (x) => slope(x),
  range: ([lo, hi]) => [atLeast(0.5 / (1 + Math.exp(-lo))), Math.min(1, 2 / (1 + Math.exp(-hi)) + LEAST)],
  forms: {
    states: rules,
    ofExponential: true,
    // log σ(u) = −softplus(−u)
    log: (node) => native(atom(of(softplus, times(affine(node.inputs[0]!), -1)), -1)),
    // σ(x) = 1 − σ(−x)
    // σ(x) = ½ + ½·tanh(x/2)
    offsets: (node) => [
      { base: lin(1), rest: () => atom(of(sigmoid, times(affine(node.inputs[0]!), -1)), -1) },
      { base: lin(0.5), rest: () => atom(of(tanh, times(affine(node.inputs[0]!), 0.5)), 0.5) },
    ],
    difference: (a, b, d) => ofSigmoid(a, b, d),
    logDifference: (a, b, d) => logOfSigmoid(a, b, d),
  },
});
export const sigmoidFacts: Facts = /* @__PURE__ */ facts(sigmoid, {
  math: "1 / (1 + e^−x)",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [-Infinity, 0],
    [Infinity, 1],
    [NaN, NaN],
    [0, 0.5],
  ],
  hard: [-103.97, -88.73, -87.34, -16.6, 16.64, 88.73],
  naive: (x) => w.div(w.exp(x), w.add(1, w.exp(x))),
  exhaustive: true,
});
