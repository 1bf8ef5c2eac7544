/** not an op: σ′, what it is in both tails, and what its derivative is made of. */
import { native } from "../stability/forms.js";
import { of } from "../stability/emit.js";
import { affine, lin, times } from "../stability/lin.js";
import { softplus } from "./softplus.js";
import * as w from "../scalar/words.js";
import { type Elementwise, elementwise } from "./row.js";
import { sigmoid } from "./sigmoid.js";
import { rules } from "../stability/rules.js";

/** σ′(x) = σ(x)·σ(−x), and σ″ is σ′·(σ(−x) − σ(x)): as a difference of products it would cancel near 0. @internal */
export const slope: Elementwise<1> = /* @__PURE__ */ elementwise("sigmoid′", {
  body: (x) => w.mul(sigmoid(x), sigmoid(w.neg(x))),
  deriv: (x) => w.mul(slope(x), balance(x)),
  forms: {
    states: rules,
    log: (node) => native(lin(0, ...[1, -1].map((c) => [of(softplus, times(affine(node.inputs[0]!), c)), -1] as const))),
  },
});
/** log σ′(x) = −softplus(x) − softplus(−x). @internal */
export const logSlope: Elementwise<1> = /* @__PURE__ */ elementwise("log sigmoid′", {
  body: (x) => w.neg(w.add(w.abs(x), w.mul(2, w.log1p(w.exp(w.neg(w.abs(x))))))),
  deriv: (x) => balance(x),
  range: () => [-Infinity, -1],
  forms: { states: rules, logarithmic: true, power: (node, c) => (c === 1 ? of(slope, affine(node.inputs[0]!)) : null) },
});
/** σ(−x) − σ(x) = −tanh(x/2), from the exponential that is at most 1. @internal */
export const balance: Elementwise<1> = /* @__PURE__ */ elementwise("sigmoid balance", {
  body: (x) => {
    const size = w.neg(w.abs(x)),
      towards0 = w.div(w.expm1(size), w.add(1, w.exp(size)));
    return w.where(w.lt(x, 0), w.neg(towards0), towards0);
  },
  deriv: (x) => w.mul(-2, slope(x)),
});
