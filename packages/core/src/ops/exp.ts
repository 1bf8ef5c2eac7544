import * as w from "../scalar/words.js";
import { excessOf } from "../stability/excess.js";
import { native } from "../stability/forms.js";
import { of } from "../stability/emit.js";
import { affine, atom, type Lin, lin, plus } from "../stability/lin.js";
import { askExp } from "../stability/products.js";
import { cosh } from "./cosh.js";
import { sinh } from "./sinh.js";
import { ofExp } from "./differences.js";
import { expm1mx } from "./excess.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { rules } from "../stability/rules.js";

/**
 * exp(x) = e^x.
 *
 * Shape    x: f[…] → f[…]
 * Method   a word of the scalar vocabulary
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `exp`
 */
export const exp: Elementwise<1> = /* @__PURE__ */ elementwise("exp", {
  rises: true,
  strays: 2,
  limits: [0, Infinity],
  body: (x) => w.exp(x),
  deriv: (x) => exp(x),
  range: ([lo, hi]) => [lo === -Infinity ? 0 : Math.exp(lo) / 2, 2 * Math.exp(hi)],
  forms: {
    states: rules,
    exponential: true,
    ofExponential: true,
    log: (node) => native(affine(node.inputs[0]!)),
    offsets: (node) => [
      { base: lin(1), rest: () => atom(excessOf(affine(node.inputs[0]!))) },
      { base: plus(lin(1), affine(node.inputs[0]!)), rest: () => atom(of(expm1mx, affine(node.inputs[0]!))) },
    ],
    added: (node, other, c) => {
      if (other.op !== exp.op) return null;
      const [u, v] = [node, other].map((t) => affine(t.inputs[0]!)) as [Lin, Lin],
        sum = plus(u, v);
      if (Math.abs(c) !== 1 || sum.terms.size || sum.k) return null;
      return atom(of(c === 1 ? cosh : sinh, u), 2);
    },
    difference: (a, b, d) => ofExp(a, b, d),
    ask: (node) => askExp(node),
  },
});
export const expFacts: Facts = /* @__PURE__ */ facts(exp, {
  math: "e^x",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [-Infinity, 0],
    [Infinity, Infinity],
    [NaN, NaN],
    [0, 1],
    [-0, 1],
  ],
  hard: [-103.97, -87.34, 88.72, 1e-8, -1e-8],
  exhaustive: true,
});
