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
import { type Exponents, exponentsOf, LOGARITHM, lostOfEach, ofEach, overOne, pulled, sister, toInputs } from "./exponents.js";
import { inverseShare } from "./inverseShare.js";
import { logOdds } from "./complement.js";
import { logSoftplus } from "./excess.js";
import { askRow, logOf, logShareIn, logSlopeOf, logSoftmaxOfExponentials, logSoftmaxParts } from "./softmaxParts.js";
import { logsumexp } from "./logsumexp.js";
import { mul } from "./mul.js";
import { native } from "../stability/forms.js";
import { of } from "../stability/emit.js";
import { atom } from "../stability/lin.js";
import { type Op, op } from "./op.js";
import { type Reduction, spread, without } from "./reduction.js";
import { softmax } from "./softmax.js";
import { rules } from "../stability/rules.js";

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
      (l, m, high, low) => w.exp(w.mul(c, logShareIn(l, m, high, low))),
    );
  },
  range: () => [0, Infinity],
  forms: {
    states: rules,
    isPower: true,
    ofShare: (l, node) => w.exp(w.mul((node.attrs as Power).power, l)),
    log: (node) => native(atom(logOf(node), (node.attrs as Power).power)),
  },
  vjp: (g, node) => self.vjp!(pulled(mul(g, (node.attrs as Power).power), node), logOf(node)),
});
const powerOf = (row: Tensor, power: number): Tensor =>
  record(powerOp, row.inputs, row.shape, { ...(row.attrs as Exponents), power } satisfies Power, row.dtype);
const self: Op = /* @__PURE__ */ op("logSoftmax", "composite", {
  parts: (node) => logSoftmaxParts(node),
  range: () => [-Infinity, 0],
  forms: {
    states: rules,
    logarithmic: true,
    ofShare: (l) => l,
    less: (node) => ({ exponents: exponentsOf(node), total: sister(logsumexp, node, without(node.shape, node.attrs as Exponents)) }),
    isShare: true,
    lostAmong: (node) => lostOfEach("logSoftmax", node, LOGARITHM, logShareIn),
    // −log p = softplus(−log(p/(1 − p)))
    logarithm: (node) => native(() => atom(of(logSoftplus, atom(sister(logOdds, node, node.shape), -1))), -1),
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
    always: true,
    ask: (node) => askRow(node, logSoftmaxOfExponentials),
  },
  vjp: (g, node) => toInputs(logSlopeOf(g, node), node),
});

export const logSoftmax = /* @__PURE__ */ Object.assign(
  (input: Operand, dim: number, ...more: readonly never[]): Tensor => overOne(self, input, dim, more),
  { op: self },
);
