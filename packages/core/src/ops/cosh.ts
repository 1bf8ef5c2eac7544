import { native } from "../stability/forms.js";
import { of } from "../stability/emit.js";
import { affine, atom, lin, times } from "../stability/lin.js";
import { coshm1, logCosh } from "./excess.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { sinh } from "./sinh.js";
import { rules } from "../stability/rules.js";

/**
 * cosh(x), the hyperbolic cosine.
 *
 * Shape    x: f[…] → f[…]
 * Method   a word of the scalar vocabulary
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `cosh`
 */
export const cosh: Elementwise<1> = /* @__PURE__ */ elementwise("cosh", {
  strays: 2,
  limits: [Infinity, Infinity],
  body: (x) => w.cosh(x),
  deriv: (x) => sinh(x),
  range: () => [1, Infinity],
  forms: {
    states: rules,
    exponentials: (node) => ({ c: 0.5, sign: 1, a: affine(node.inputs[0]!), b: times(affine(node.inputs[0]!), -1) }),
    log: (node) => native(atom(of(logCosh, affine(node.inputs[0]!)))),
    offsets: (node) => [{ base: lin(1), rest: () => atom(of(coshm1, affine(node.inputs[0]!))) }],
  },
});
export const coshFacts: Facts = /* @__PURE__ */ facts(cosh, {
  math: "(e^x + e^−x) / 2",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [-Infinity, Infinity],
    [Infinity, Infinity],
    [NaN, NaN],
    [0, 1],
    [-0, 1],
  ],
  hard: [-89.41, 89.41, 88.73, 1e-4, 3.4e-4, 0.34657359, 9.01],
  naive: (x) => w.div(w.add(w.exp(x), w.exp(w.neg(x))), 2),
  exhaustive: true,
});
