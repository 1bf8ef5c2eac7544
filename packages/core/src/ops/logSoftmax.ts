/**
 * logSoftmax(x, dim) = x − log Σ e^x along one dimension. Where all elements are −∞ it is −∞; where one is ∞, NaN.
 *
 * Shape    x: f[…] → f[…]
 * Method   (x − m) − log1p((n − 1) + r): m the greatest element, n how many are m, r the sum of e^(x − m) over the others, summed wide, in two parts. Gradient
 *          g − p·Σg, at a single greatest element as minus the sum of all others', so that nothing cancels where p is near 1
 * Error    0.501 ulp + 2⁻⁴⁰ of |x − m| + log(n + r)
 * Source   PyTorch `log_softmax`
 */
import * as w from "../scalar/words.js";
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { pull } from "./derivative.js";
import { type Exponents, exponentsOf, LOGARITHM, lostOfEach, ofEach, overOne, sister, tiesOf, toInputs } from "./exponents.js";
import { inverseShare } from "./inverseShare.js";
import { logsumexp } from "./logsumexp.js";
import { neg } from "./neg.js";
import { op } from "./op.js";
import { dimsOf, without } from "./reduction.js";
import { elementwise } from "./row.js";
import { softmax } from "./softmax.js";
import { sum } from "./sum.js";

/** g − p·s */
const difference = /* @__PURE__ */ elementwise<3>("difference", {
  body: (g, p, s) => w.sub(g, pull(s, p)),
  deriv: [() => 1, (_, _p, s) => w.neg(s), (_, p) => w.neg(p)],
});
/** 1 where one element alone is the greatest: t is 1 there, and n is 1. */
const alone = /* @__PURE__ */ elementwise<2>("alone", { body: (t, n) => w.where(w.and(w.eq(t, 1), w.eq(n, 1)), 1, 0) });
/** d, but s where t is 1. */
const replaced = /* @__PURE__ */ elementwise<3>("replaced", {
  body: (d, s, t) => w.where(w.eq(t, 1), s, d),
  deriv: [(_, _s, t) => w.where(w.eq(t, 1), 0, 1), (_, _s, t) => w.where(w.eq(t, 1), 1, 0), null],
});

const self = /* @__PURE__ */ op("logSoftmax", "composite", {
  parts: (node) => ofEach("logSoftmax", node, LOGARITHM, -Infinity, (l, m, high, low) => w.sub(w.sub(w.sub(l, m), high), low)),
  range: () => [-Infinity, 0],
  forms: {
    states: true,
    logarithmic: true,
    ofShare: (l) => l,
    less: (node) => ({ exponents: exponentsOf(node), total: sister(logsumexp, node, without(node.shape, node.attrs as Exponents)) }),
    power: (node, c) => (c === 1 ? sister(softmax, node, node.shape) : c === -1 ? sister(inverseShare, node, node.shape) : null),
    isShare: true,
    lostAmong: (node) => lostOfEach("logSoftmax", node, LOGARITHM, (l, m, high, low) => w.sub(w.sub(w.sub(l, m), high), low)),
  },
  vjp: (g, node) => {
    const { ties, n } = tiesOf(node),
      single = alone(ties, n),
      over = (t: Tensor): Tensor => sum(t, dimsOf(node.attrs as Exponents), { keepdim: true });
    const d = difference(g, sister(softmax, node, node.shape), over(g));
    return toInputs(replaced(d, neg(over(replaced(d, 0, single))), single), node);
  },
});

export const logSoftmax = /* @__PURE__ */ Object.assign((input: Operand, dim: number): Tensor => overOne(self, input, dim), { op: self });
