import * as w from "../scalar/words.js";
import { between } from "./between.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * hardsigmoid(x) = min(max(x + 3, 0), 6)/6. Its derivative at −3 and at 3 is 0.
 *
 * Shape    x: f[…] → f[…]
 * Method   as written, rounded once
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `hardsigmoid`
 */
export const hardsigmoid: Elementwise<1> = /* @__PURE__ */ elementwise("hardsigmoid", {
  body: (x) => w.div(w.min(w.max(w.add(x, 3), 0), 6), 6),
  deriv: (x) => between(-3, x, 3, 1 / 6, 0, 0),
  range: () => [0, 1],
});
export const hardsigmoidFacts: Facts = /* @__PURE__ */ facts(hardsigmoid, {
  math: "min(max(x + 3, 0), 6)/6",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [NaN, NaN],
    [Infinity, 1],
    [-Infinity, 0],
    [0, 0.5],
    [-3, 0],
    [3, 1],
  ],
  hard: [-3, -2.9, -1.7, -0.3, 0.1, 0.7, 1.1, 2.3, 2.9, 3],
  exhaustive: true,
});
