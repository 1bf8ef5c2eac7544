import { of } from "../stability/emit.js";
import { affine, atom, lin, times } from "../stability/lin.js";
import { native } from "../stability/forms.js";
import { logarithmNear } from "../stability/linear.js";
import { logCosh } from "./excess.js";
import { logOfTanh, ofTanh } from "./differences.js";
import { sigmoid } from "./sigmoid.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { rules } from "../stability/rules.js";

/**
 * tanh(x), the hyperbolic tangent.
 *
 * Shape    x: f[…] → f[…]
 * Method   a word of the scalar vocabulary
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `tanh`
 */
export const tanh: Elementwise<1> = /* @__PURE__ */ elementwise("tanh", {
  rises: true,
  body: (x) => w.tanh(x),
  deriv: (x) => slope(x),
  range: () => [-1, 1],
  forms: {
    states: rules,
    // tanh(x) = 1 − 2σ(−2x) = 2σ(2x) − 1
    offsets: (node) => [1, -1].map((k) => ({ base: lin(k), rest: () => atom(of(sigmoid, times(affine(node.inputs[0]!), -2 * k)), -2 * k) })),
    squared: (node) => [{ base: lin(1), rest: () => atom(of(slope, affine(node.inputs[0]!)), -1) }],
    logarithm: (node) => logarithmNear(node),
    difference: (a, b, d) => ofTanh(a, b, d),
    logDifference: (a, b, d) => logOfTanh(a, b, d),
  },
});
/** 1/cosh² x from the exponential that is at most 1: 1 − tanh² x would cancel, and cosh x overflow. */
const slope: Elementwise<1> = /* @__PURE__ */ elementwise("tanh slope", {
  body: (x) => {
    const e = w.exp(w.mul(-2, w.abs(x))),
      sum = w.add(1, e);
    return w.div(w.mul(4, e), w.mul(sum, sum));
  },
  deriv: (x) => w.mul(-2, w.mul(tanh(x), slope(x))),
  range: () => [0, 1],
  forms: { states: rules, log: (node) => native(atom(of(logCosh, affine(node.inputs[0]!)), -2)) },
});
export const tanhFacts: Facts = /* @__PURE__ */ facts(tanh, {
  math: "(e^x − e^−x) / (e^x + e^−x)",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [-Infinity, -1],
    [Infinity, 1],
    [NaN, NaN],
    [0, 0],
    [-0, -0],
  ],
  hard: [-88.73, -44.36, -9.01, -0.34657359, 1e-4, 1e-8, 0.17328679, 0.5493061, 9.01, 44.36, 51.98, 88.73],
  naive: (x) => w.div(w.sub(w.exp(x), w.exp(w.neg(x))), w.add(w.exp(x), w.exp(w.neg(x)))),
  exhaustive: true,
});
