import { native } from "../stability/forms.js";
import { signOf } from "../stability/interval.js";
import { of } from "../stability/emit.js";
import { bySide } from "../stability/sides.js";
import { logarithmNear } from "../stability/linear.js";
import { affine, atom, times } from "../stability/lin.js";
import { logSinh, sinhmx, sinhrel } from "./excess.js";
import * as w from "../scalar/words.js";
import { cosh } from "./cosh.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { rules } from "../stability/rules.js";

/**
 * sinh(x), the hyperbolic sine.
 *
 * Shape    x: f[…] → f[…]
 * Method   a word of the scalar vocabulary
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `sinh`
 */
export const sinh: Elementwise<1> = /* @__PURE__ */ elementwise("sinh", {
  rises: true,
  strays: 2,
  limits: [-Infinity, Infinity],
  body: (x) => w.sinh(x),
  deriv: (x) => cosh(x),
  range: ([lo, hi]) => [lo >= 0 ? 0 : -Infinity, hi <= 0 ? 0 : Infinity],
  forms: {
    states: rules,
    exponentials: (node) => ({ c: 0.5, sign: -1, a: affine(node.inputs[0]!), b: times(affine(node.inputs[0]!), -1) }),
    log: (node) => {
      const s = signOf(node),
        log = of(logSinh, affine(node.inputs[0]!));
      return s ? native(atom(log), s) : bySide(log, node.inputs[0]!);
    },
    logarithm: (node) => logarithmNear(node, 1, node.inputs[0], () => of(logSinh, affine(node.inputs[0]!))),
    offsets: (node) => [{ base: affine(node.inputs[0]!), rest: () => atom(of(sinhmx, affine(node.inputs[0]!))) }],
    factor: () => sinhrel,
  },
});
export const sinhFacts: Facts = /* @__PURE__ */ facts(sinh, {
  math: "(e^x − e^−x) / 2",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [-Infinity, -Infinity],
    [Infinity, Infinity],
    [NaN, NaN],
    [0, 0],
    [-0, -0],
  ],
  hard: [-89.41, 89.41, 88.73, 1e-8, 1e-3, 0.34657359, -0.34657359, 9.01],
  naive: (x) => w.div(w.sub(w.exp(x), w.exp(w.neg(x))), 2),
  exhaustive: true,
});
