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
import { record, type Tensor } from "../tensor/tensor.js";
import { pull } from "./derivative.js";
import { type Exponents, exponentsOf, INVERSE, LOGARITHM, lostOfEach, ofEach, overOne, pulled, sister, tiesOf, toInputs } from "./exponents.js";
import { alone, replaced } from "./extreme.js";
import { inverseShare } from "./inverseShare.js";
import { neg } from "./neg.js";
import { logsumexp } from "./logsumexp.js";
import { mul } from "./mul.js";
import { native } from "../stability/forms.js";
import { atom } from "../stability/lin.js";
import { type Op, op } from "./op.js";
import { dimsOf, type Reduction, spread, without } from "./reduction.js";
import { softmax } from "./softmax.js";
import { sum } from "./sum.js";
import { withLost } from "../stability/region.js";
import { reshape } from "./reshape.js";
import { sumTo } from "./sumTo.js";
import { reduced, wideSum } from "./wide.js";
import { askSum } from "../stability/sums.js";

/** What rounding takes from a sum. */
const sumLost = /* @__PURE__ */ wideSum(
  "sum lost",
  (x) => [x],
  (total) => total,
  { lost: true },
);
/** g − p·s of a row, g and s in two parts: p is not rounded, so that it may be below float32 where s is large, and no s is where g and p·s nearly cancel. */
const difference = /* @__PURE__ */ op("logSoftmax′", "composite", {
  parts: ({ inputs, attrs }) =>
    ofEach(
      "logSoftmax′",
      { inputs: inputs.slice(0, -3), attrs },
      INVERSE,
      (g) => g!,
      (l, m, high, low, g, s, lost) => w.sub(g!, pull(withLost(s!, lost!), w.mul(w.exp(w.sub(l, m)), w.add(high, low)))),
      inputs.slice(-3),
    ),
  vjp: (c, { inputs, attrs, shape, dtype }) => {
    const row = { inputs: inputs.slice(0, -3), attrs, dtype },
      p = sister(softmax, row, shape),
      s = inputs.at(-2)!,
      change = neg(pulled(c, s));
    return [...softmax.op.vjp!(change, p), c, sumTo(neg(pulled(c, p)), s.shape), null];
  },
});
/** A power of softmax, and which. */
interface Power extends Exponents {
  readonly power: number;
}
/** p^c, in which no p is 0 or rounded: its gradient is c·p^c times that of log p. */
const powerOp = /* @__PURE__ */ op("softmax power", "composite", {
  parts: (node) => {
    const c = (node.attrs as Power).power;
    return ofEach(
      `softmax ${c}`,
      node,
      LOGARITHM,
      () => 0 ** c,
      (l, m, high, low) => w.exp(w.mul(c, w.sub(w.sub(w.sub(l, m), high), low))),
    );
  },
  range: () => [0, Infinity],
  forms: { states: askSum, log: (node) => native(atom(logOf(node), (node.attrs as Power).power)) },
  vjp: (g, node) => self.vjp!(pulled(mul(g, (node.attrs as Power).power), node), logOf(node)),
});
const powerOf = (row: Tensor, power: number): Tensor =>
  record(powerOp, row.inputs, row.shape, { ...(row.attrs as Exponents), power } satisfies Power, row.dtype);
function logOf(node: Tensor): Tensor {
  const { k, cs, from, to } = node.attrs as Power;
  return record(self, node.inputs, node.shape, { k, cs, from, to } satisfies Exponents, node.dtype);
}

const self: Op = /* @__PURE__ */ op("logSoftmax", "composite", {
  parts: (node) =>
    ofEach(
      "logSoftmax",
      node,
      LOGARITHM,
      () => -Infinity,
      (l, m, high, low) => w.sub(w.sub(w.sub(l, m), high), low),
    ),
  range: () => [-Infinity, 0],
  forms: {
    states: askSum,
    logarithmic: true,
    ofShare: (l) => l,
    less: (node) => ({ exponents: exponentsOf(node), total: sister(logsumexp, node, without(node.shape, node.attrs as Exponents)) }),
    isShare: true,
    lostAmong: (node) => lostOfEach("logSoftmax", node, LOGARITHM, (l, m, high, low) => w.sub(w.sub(w.sub(l, m), high), low)),
    // xᵢ − (xᵢ − log Σ e^x) = log Σ e^x
    offsets: (node) => [
      {
        base: exponentsOf(node),
        rest: () => atom(spread(sister(logsumexp, node, without(node.shape, node.attrs as Reduction)), node.shape, node.attrs as Reduction), -1),
      },
    ],
    power: (node, c) =>
      c === 1
        ? sister(softmax, node, node.shape)
        : c === -1
          ? sister(inverseShare, node, node.shape)
          : c < 0 || !Number.isInteger(c)
            ? powerOf(node, c)
            : null,
  },
  vjp: (g, node) => {
    const { ties, n } = tiesOf(node),
      single = alone(ties, n),
      over = (t: Tensor): Tensor => sum(t, dimsOf(node.attrs as Exponents), { keepdim: true });
    const s = over(g),
      lost = reshape(reduced(sumLost, [g], [], node.attrs as Exponents), s.shape),
      d = record(difference, [...node.inputs, g, s, lost], node.shape, node.attrs, node.dtype);
    return toInputs(replaced(d, neg(over(replaced(d, 0, single))), single), node);
  },
});

export const logSoftmax = /* @__PURE__ */ Object.assign(
  (input: Operand, dim: number, ...more: readonly never[]): Tensor => overOne(self, input, dim, more),
  { op: self },
);
