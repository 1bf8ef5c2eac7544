import * as w from "../scalar/words.js";
import { of } from "../stability/emit.js";
import { affine, atom, lin } from "../stability/lin.js";
import { logOfExpm1 } from "../stability/logs.js";
import { ofExp } from "./differences.js";
import { expm1mx, exprel } from "./excess.js";
import { exp } from "./exp.js";
import { askExpm1 } from "../stability/products.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { rules } from "../stability/rules.js";

/**
 * expm1(x) = e^x − 1, without cancellation near 0.
 *
 * Shape    x: f[…] → f[…]
 * Method   a word of the scalar vocabulary
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `expm1`
 */
export const expm1: Elementwise<1> = /* @__PURE__ */ elementwise("expm1", {
  rises: true,
  strays: 2,
  limits: [-1, Infinity],
  body: (x) => w.expm1(x),
  deriv: (x) => exp(x),
  range: ([lo, hi]) => [lo >= 0 ? 0 : -1, hi <= 0 ? 0 : Infinity],
  forms: {
    states: rules,
    exponentials: (node) => ({ c: 1, sign: -1, a: affine(node.inputs[0]!), b: lin(0) }),
    log: (node) => logOfExpm1(node.inputs[0]!),
    offsets: (node) => [
      { base: lin(-1), rest: () => atom(of(exp, affine(node.inputs[0]!))) },
      { base: affine(node.inputs[0]!), rest: () => atom(of(expm1mx, affine(node.inputs[0]!))) },
    ],
    difference: (a, b, d) => ofExp(a, b, d),
    factor: () => exprel,
    ask: (node) => askExpm1(node),
  },
});

export const expm1Facts: Facts = /* @__PURE__ */ facts(expm1, {
  math: "e^x − 1",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [-Infinity, -1],
    [Infinity, Infinity],
    [NaN, NaN],
    [0, 0],
    [-0, -0],
  ],
  hard: [1e-8, -1e-8, 1e-3, 88.72, -17.3],
  naive: (x) => w.sub(w.exp(x), 1),
  exhaustive: true,
});
