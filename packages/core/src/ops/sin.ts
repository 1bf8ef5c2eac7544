import { of } from "../stability/emit.js";
import { logarithmOfWave } from "../stability/linear.js";
import { affine, atom } from "../stability/lin.js";
import { ofSin } from "./differences.js";
import { sinmx, sinrel } from "./excess.js";
import * as w from "../scalar/words.js";
import { cos } from "./cos.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { rules } from "../stability/rules.js";

/**
 * sin(x), x in radians.
 *
 * Shape    x: f[…] → f[…]
 * Method   a word of the scalar vocabulary, right for numbers of any size
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `sin`
 */
export const sin: Elementwise<1> = /* @__PURE__ */ elementwise("sin", {
  body: (x) => w.sin(x),
  deriv: (x) => cos(x),
  range: () => [-1, 1],
  forms: {
    states: rules,
    logarithm: (node) => logarithmOfWave(node),
    offsets: (node) => [{ base: affine(node.inputs[0]!), rest: () => atom(of(sinmx, affine(node.inputs[0]!))) }],
    difference: (a, b, d) => ofSin(a, b, d),
    factor: () => sinrel,
  },
});
export const sinFacts: Facts = /* @__PURE__ */ facts(sin, {
  math: "sin x",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [0, 0],
    [-0, -0],
    [Infinity, NaN],
    [-Infinity, NaN],
    [NaN, NaN],
  ],
  // Near multiples of π/2, and where the reduction changes.
  hard: [1.5707964, 3.1415927, 22, 355, 1048576, 6.3857e16, 6.494435e25, 3.4e38],
  exhaustive: true,
});
