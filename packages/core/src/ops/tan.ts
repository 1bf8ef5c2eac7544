import { of } from "../stability/emit.js";
import { logarithmOfWave } from "../stability/linear.js";
import { affine, atom } from "../stability/lin.js";
import { tanmx } from "./excess.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { rules } from "../stability/rules.js";

/**
 * tan(x), x in radians.
 *
 * Shape    x: f[…] → f[…]
 * Method   a word of the scalar vocabulary, right for numbers of any size
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `tan`
 */
export const tan: Elementwise<1> = /* @__PURE__ */ elementwise("tan", {
  body: (x) => w.tan(x),
  deriv: (x) => w.add(1, w.mul(tan(x), tan(x))),
  forms: {
    states: rules,
    logarithm: (node) => logarithmOfWave(node),
    offsets: (node) => [{ base: affine(node.inputs[0]!), rest: () => atom(of(tanmx, affine(node.inputs[0]!))) }],
  },
});
export const tanFacts: Facts = /* @__PURE__ */ facts(tan, {
  math: "tan x",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [0, 0],
    [-0, -0],
    [Infinity, NaN],
    [-Infinity, NaN],
    [NaN, NaN],
  ],
  // Near multiples of π/2, and where the reduction changes.
  hard: [0.7853982, 1.5707964, 3.1415927, 11, 355, 1048576, 6.3857e16, 6.494435e25, 3.4e38],
  exhaustive: true,
});
