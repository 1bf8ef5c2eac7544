/**
 * softmax(x, dim) = e^x / Σ e^x along one dimension. Where all elements are −∞ it is 0; where one is ∞, NaN.
 *
 * Shape    x: f[…] → f[…]
 * Method   e^(x − m) · 1/(n + r), m the greatest element, n how many are m, r the sum of e^(x − m) over the others, summed wide. Gradient
 *          p·(h − Σ p·h), h the incoming gradient less its mean over the greatest elements, so that nothing cancels where p is near 1
 * Error    0.501 ulp + 2⁻⁴⁰ of it
 * Source   PyTorch `softmax`
 */
import * as w from "../scalar/words.js";
import { native } from "../stability/forms.js";
import { atom, lin } from "../stability/lin.js";
import { complement } from "./complement.js";
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Exponents, INVERSE, ofEach, overOne, pulled, sister, tiesOf, toInputs } from "./exponents.js";
import { logSoftmax } from "./logSoftmax.js";
import { shareAt } from "./expectation.js";
import { alone, replaced, share } from "./extreme.js";
import { isElementwise, lessWide } from "./lessWide.js";
import { op } from "./op.js";
import { dimsOf } from "./reduction.js";
import { sub } from "./sub.js";
import { sum } from "./sum.js";
import { askSum } from "../stability/sums.js";

const self = /* @__PURE__ */ op("softmax", "composite", {
  parts: (node) =>
    ofEach(
      "softmax",
      node,
      INVERSE,
      () => 0,
      (l, m, high, low) => w.mul(w.exp(w.sub(l, m)), w.add(high, low)),
    ),
  range: () => [0, 1],
  forms: {
    states: askSum,
    ofExponential: true,
    ofShare: (l) => shareAt(l),
    log: (node) => native(atom(sister(logSoftmax, node, node.shape))),
    offsets: (node) => [{ base: lin(1), rest: () => atom(sister(complement, node, node.shape), -1) }],
  },
  vjp: (g, node) => {
    const { ties, n } = tiesOf(node),
      over = (t: Tensor): Tensor => sum(t, dimsOf(node.attrs as Exponents), { keepdim: true });
    const m = over(share(g, ties, n)),
      // The greatest, alone, is no distance from itself.
      h = isElementwise(g) ? replaced(lessWide(g, m, over(share(lessWide(g, m), ties, n))), 0, alone(ties, n)) : sub(g, m);
    return toInputs(pulled(sub(h, over(pulled(h, node))), node), node);
  },
});

export const softmax = /* @__PURE__ */ Object.assign(
  (input: Operand, dim: number, ...more: readonly never[]): Tensor => overOne(self, input, dim, more),
  { op: self },
);
