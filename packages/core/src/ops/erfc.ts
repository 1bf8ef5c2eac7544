import * as w from "../scalar/words.js";
import { bell, TWO_OVER_ROOT_PI } from "./bell.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * erfc(x) = 1 − erf(x), which keeps its digits where erf(x) is near 1.
 *
 * Shape    x: f[…] → f[…]
 * Method   a word of the scalar vocabulary
 * Error    wide ≤ 0.501 ulp; narrow ≤ 4 ulp
 * Source   PyTorch `erfc`
 */
export const erfc: Elementwise<1> = /* @__PURE__ */ elementwise("erfc", {
  body: (x) => w.erfc(x),
  deriv: (x) => w.mul(-TWO_OVER_ROOT_PI, bell(x)),
  range: () => [0, 2],
});
export const erfcFacts: Facts = /* @__PURE__ */ facts(erfc, {
  math: "1 − erf(x)",
  bound: { wide: 0.501, narrow: 4 },
  special: [
    [-Infinity, 2],
    [Infinity, 0],
    [NaN, NaN],
    [0, 1],
    [-0, 1],
  ],
  hard: [0.5, -0.5, 1e-8, 3.83, 5, 9.19, 10.05],
  naive: (x) => w.sub(1, w.erf(x)),
  exhaustive: true,
});
