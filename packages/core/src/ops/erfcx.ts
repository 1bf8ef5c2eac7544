import * as w from "../scalar/words.js";
import { defect } from "./defect.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * erfcx(x) = e^(x²)·erfc(x), which is near 1/(x·√π) where erfc(x) is 0.
 *
 * Shape    x: f[…] → f[…]
 * Method   a word of the scalar vocabulary
 * Error    wide ≤ 0.501 ulp; narrow ≤ 4 ulp
 * Source   PyTorch `special.erfcx`
 */
export const erfcx: Elementwise<1> = /* @__PURE__ */ elementwise("erfcx", {
  strays: 2,
  body: (x) => w.erfcx(x),
  deriv: (x) => w.mul(-2, defect(x)),
  range: ([lo]) => [0, lo >= 0 ? 1 : Infinity],
});
export const erfcxFacts: Facts = /* @__PURE__ */ facts(erfcx, {
  math: "e^(x²)·erfc(x)",
  bound: { wide: 0.501, narrow: 4 },
  special: [
    [-Infinity, Infinity],
    [Infinity, 0],
    [NaN, NaN],
    [0, 1],
    [-0, 1],
  ],
  hard: [-9.38, -1, 1e-8, 0.5, 9.19, 26.6, 1e4, 1e19],
  naive: (x) => w.mul(w.exp(w.mul(x, x)), w.erfc(x)),
  exhaustive: true,
});
