import * as w from "../scalar/words.js";
import { between } from "./between.js";
import { type Facts, facts } from "./facts.js";
import { hardsigmoid } from "./hardsigmoid.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * hardswish(x) = x·min(max(x + 3, 0), 6)/6. Its derivative at −3 is 0, and at 3 it is 1. hardswish(−∞) is −0, as of every x from −3 down.
 *
 * Shape    x: f[…] → f[…]
 * Method   as written, of max(x, −3), rounded once; the derivative as (2x + 3)/6, where nothing is rounded before it crosses 0
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `hardswish`
 */
export const hardswish: Elementwise<1> = /* @__PURE__ */ elementwise("hardswish", {
  body: (x) => w.mul(w.max(x, -3), hardsigmoid(x)),
  deriv: (x) => between(-3, x, 3, w.div(w.add(w.mul(2, x), 3), 6), 0, 1),
});
export const hardswishFacts: Facts = /* @__PURE__ */ facts(hardswish, {
  math: "x·min(max(x + 3, 0), 6)/6",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [NaN, NaN],
    [Infinity, Infinity],
    [-Infinity, -0],
    [0, 0],
    [-0, -0],
    [-3, -0],
    [3, 3],
  ],
  hard: [-3, -2.9, -1.7, -1.5, -0.3, 0.1, 0.7, 1.1, 2.3, 2.9, 3],
  exhaustive: true,
});
