/**
 * logsumexp(x, dim) = log Σ e^x along one dimension, several or all. Of nothing, and where all are −∞, it is −∞.
 *
 * Shape    x: f[…] → f[… without the dims], or with 1 in their place (keepdim)
 * Method   m + log1p((n − 1) + r): m the greatest, n how many are m, r the sum of e^(x − m) over the others. No exponential overflows, and
 *          where one element dominates, what the others add is not lost beside 1. Gradient g·softmax(x), which can be differentiated again.
 * Error    0.501 ulp + 2⁻⁴⁰ of |m| + log(n + r)
 * Source   PyTorch `logsumexp`
 */
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import type { Operand } from "../tensor/create.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { type KeepOptions, keepdimOf } from "./dimensions.js";
import { type Exponents, exponentsOf, isPlain, LOGARITHM, ofRow, plain, pulled, sister, toInputs } from "./exponents.js";
import { logSoftmax } from "./logSoftmax.js";
import { op } from "./op.js";
import { type Dims, dimsOf, floating, overDims, spread, without } from "./reduction.js";
import { exp } from "./exp.js";
import { softmax } from "./softmax.js";
import { sum } from "./sum.js";
import { of } from "../stability/emit.js";
import { fitted } from "../stability/lin.js";
import { withoutCommon } from "./softmaxParts.js";
import { logOfShares, logOfWholeRows } from "../stability/expectations.js";
import { rules } from "../stability/rules.js";

const value = (m: Ex, high: Ex, low: Ex): Ex => w.where(w.eq(m, -Infinity), -Infinity, w.add(w.add(m, high), low));
/** Σ e^l: the sum has the gradients of elements whose shares vanish. */
const totalOf = (node: Tensor): Tensor => sum(fitted(of(exp, exponentsOf(node)), node.inputs[0]!.shape), dimsOf(node.attrs as Exponents));
const self = /* @__PURE__ */ op("logsumexp", "composite", {
  parts: (node) => ofRow("logsumexp", node, LOGARITHM, value),
  forms: {
    states: rules,
    logarithmic: true,
    lostAmong: (node) => ofRow("logsumexp", node, LOGARITHM, value, true),
    power: (node, c) => (c === 1 ? totalOf(node) : null),
    shifted: (node, k) => record(self, node.inputs, node.shape, { ...(node.attrs as Exponents), k: (node.attrs as Exponents).k + k }, node.dtype),
    ask: (node) => (isPlain(node.attrs as Exponents) ? (logOfWholeRows(node) ?? logOfShares(node)) : null),
    sums: (node) => ({ exponents: exponentsOf(node), less: () => withoutCommon(sister(logSoftmax, node, node.inputs[0]!.shape)) }),
  },
  vjp: (g, node) => {
    const { shape } = node.inputs[0]!;
    return toInputs(pulled(spread(g, shape, node.attrs as Exponents), sister(softmax, node, shape)), node);
  },
});

export const logsumexp = /* @__PURE__ */ Object.assign(
  (input: Operand, dim?: Dims, options?: KeepOptions): Tensor =>
    overDims("logsumexp", input, dim, keepdimOf("logsumexp", options), floating, (x, over) =>
      record(self, [x], without(x.shape, over), plain(over), x.dtype),
    ),
  { op: self },
);
