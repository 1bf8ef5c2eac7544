/**
 * softmax(x, dim) = e^x / Σ e^x along one dimension. Where all elements are −∞ it is 0; where one is ∞, NaN.
 *
 * Shape    x: f[…] → f[…]
 * Method   e^(x − h) · 1/Σ e^(x − h), summed wide, h within ½ of the greatest element: most of an exponential is in float32 lanes (`expNear`). Gradient
 *          p·(h − Σ p·h), h the incoming gradient less its mean over the greatest elements, so that nothing cancels where p is near 1
 * Error    ½ ulp + 2⁻²⁴·⁵ of it: an exponential's 2⁻²⁵·⁵, and the same of their sum
 * Source   PyTorch `softmax`
 */
import { native } from "../stability/forms.js";
import { atom, lin } from "../stability/lin.js";
import { complement } from "./complement.js";
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Exponents, overOne, sister, toInputs } from "./exponents.js";
import { logSoftmax } from "./logSoftmax.js";
import { shareAt } from "./expectation.js";
import { askRow, slopeOf, softmaxOfExponentials, softmaxParts } from "./softmaxParts.js";
import { op } from "./op.js";
import { rules } from "../stability/rules.js";

const self = /* @__PURE__ */ op("softmax", "composite", {
  parts: (node) => softmaxParts(node),
  range: () => [0, 1],
  forms: {
    states: rules,
    ofExponential: true,
    ofShare: (l) => shareAt(l),
    wholeAlong: (node) => node.attrs as Exponents,
    log: (node) => native(atom(sister(logSoftmax, node, node.shape))),
    offsets: (node) => [{ base: lin(1), rest: () => atom(sister(complement, node, node.shape), -1) }],
    always: true,
    ask: (node) => askRow(node, softmaxOfExponentials),
  },
  vjp: (g, node) => toInputs(slopeOf(g, node), node),
});

export const softmax = /* @__PURE__ */ Object.assign(
  (input: Operand, dim: number, ...more: readonly never[]): Tensor => overOne(self, input, dim, more),
  { op: self },
);
