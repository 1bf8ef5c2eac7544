import { of } from "../stability/emit.js";
import { affine, atom, times } from "../stability/lin.js";
import { rules } from "../stability/rules.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { sigmoid } from "./sigmoid.js";
import { softplus } from "./softplus.js";

/**
 * logsigmoid(x) = log σ(x).
 *
 * Shape    x: f[…] → f[…]
 * Method   −softplus(−x), where nothing cancels
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `logsigmoid`
 */
export const logsigmoid: Elementwise<1> = /* @__PURE__ */ elementwise("logsigmoid", {
  rises: true,
  body: (x) => w.neg(softplus(w.neg(x))),
  deriv: (x) => sigmoid(w.neg(x)),
  range: () => [-Infinity, 0],
  forms: { states: rules, logarithmic: true, affine: ({ inputs: [x] }) => atom(of(softplus, times(affine(x!), -1)), -1) },
});
export const logsigmoidFacts: Facts = /* @__PURE__ */ facts(logsigmoid, {
  math: "log σ(x)",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [-Infinity, -Infinity],
    [Infinity, -0],
    [NaN, NaN],
  ],
  hard: [-103.97, -88.73, 0, 16.64],
  naive: (x) => w.log(w.div(1, w.add(1, w.exp(w.neg(x))))),
  exhaustive: true,
});
