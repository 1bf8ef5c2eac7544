import { of } from "../stability/emit.js";
import { affine, atom, lin, times } from "../stability/lin.js";
import { ofCos } from "./differences.js";
import { square } from "./square.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { sin } from "./sin.js";
import { rules } from "../stability/rules.js";

/**
 * cos(x), x in radians.
 *
 * Shape    x: f[…] → f[…]
 * Method   a word of the scalar vocabulary, right for numbers of any size
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `cos`
 */
export const cos: Elementwise<1> = /* @__PURE__ */ elementwise("cos", {
  body: (x) => w.cos(x),
  deriv: (x) => w.neg(sin(x)),
  range: () => [-1, 1],
  forms: {
    states: rules,
    // cos x = 1 − 2·sin²(x/2)
    offsets: (node) => [{ base: lin(1), rest: () => atom(square(of(sin, times(affine(node.inputs[0]!), 0.5))), -2) }],
    difference: (a, b, d) => ofCos(a, b, d),
  },
});
export const cosFacts: Facts = /* @__PURE__ */ facts(cos, {
  math: "cos x",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [0, 1],
    [-0, 1],
    [Infinity, NaN],
    [-Infinity, NaN],
    [NaN, NaN],
  ],
  // Near multiples of π/2, and where the reduction changes.
  hard: [1.5707964, 3.1415927, 11, 355, 1048576, 6.3857e16, 6.494435e25, 3.4e38],
  naive: (x) => w.sin(w.add(x, Math.PI / 2)),
  exhaustive: true,
});
