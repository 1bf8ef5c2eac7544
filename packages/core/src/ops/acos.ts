import { rules } from "../stability/rules.js";
import { askArccosine } from "../stability/inverses.js";
import * as w from "../scalar/words.js";
import { arcsineSlope } from "./arcsineSlope.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * acos(x), the inverse of the cosine, from 0 to π in radians, for −1 ≤ x ≤ 1; NaN beyond.
 *
 * Shape    x: f[…] → f[…]
 * Method   a word of the scalar vocabulary
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `acos`
 */
export const acos: Elementwise<1> = /* @__PURE__ */ elementwise("acos", {
  body: (x) => w.acos(x),
  deriv: (x) => w.neg(arcsineSlope(x)),
  range: () => [0, 3.1415928],
  forms: { always: true, states: rules, ask: (node) => askArccosine(node) },
});
export const acosFacts: Facts = /* @__PURE__ */ facts(acos, {
  math: "arccos x",
  domain: [-1, 1],
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [1, 0],
    [-1, 3.1415927410125732],
    [0, 1.5707963705062866],
    [-0, 1.5707963705062866],
    [1.0000001, NaN],
    [-2, NaN],
    [Infinity, NaN],
    [-Infinity, NaN],
    [NaN, NaN],
  ],
  hard: [-0.99999994, -0.5, -1e-4, 1e-8, 0.50000006, 0.70710677, 0.99, 0.99999994],
  naive: (x) => w.sub(Math.PI / 2, w.asin(x)),
  exhaustive: true,
});
