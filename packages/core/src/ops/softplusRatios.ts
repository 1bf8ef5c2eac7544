/** not an op: softplus over its argument, and over the exponential of that: as quotients their derivatives would cancel where one is almost the other. */
import { affine, atom, lin, type Lin, times } from "../stability/lin.js";
import { native } from "../stability/forms.js";
import { of } from "../stability/emit.js";
import { rules } from "../stability/rules.js";
import type { Tensor } from "../tensor/tensor.js";
import { constant, type Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { div } from "./div.js";
import { derivAt } from "./derivative.js";
import { log1pmx, log1prel, logSoftplus } from "./excess.js";
import { type Elementwise, elementwise } from "./row.js";
import { sigmoid } from "./sigmoid.js";
import { softplus } from "./softplus.js";

const argument = (node: Tensor): Lin => affine(node.inputs[0]!);
const logarithm = (node: Tensor): Lin => atom(of(logSoftplus, argument(node)));

/**
 * x·σ(x) − softplus(x), without what cancels. With s = e^−|x|, σ(x) and softplus(x) are the steps of x at 0 and ± s/(1 + s) and log1p(s): of the steps
 * nothing is left.
 */
function slope(x: Ex): Ex {
  const size = w.abs(x);
  return w.neg(w.add(softplus(w.neg(size)), w.where(w.lt(size, Infinity), w.mul(size, sigmoid(w.neg(size))), 0)));
}
/** softplus(x)/x. */
export const softplusrel: Elementwise<1> = /* @__PURE__ */ elementwise("softplusrel", {
  body: (x) => w.div(softplus(x), x),
  deriv: (x) => w.div(slope(x), w.mul(x, x)),
  forms: {
    states: rules,
    log: (node) => native(logarithm(node), () => div(1, node.inputs[0]!)),
    // softplus(x)/x = 1 + softplus(−x)/x
    offsets: (node) => [{ base: lin(1), rest: () => atom(of(softplusrel, times(argument(node), -1)), -1) }],
  },
});
/** x/softplus(x). */
export const bySoftplus: Elementwise<1> = /* @__PURE__ */ elementwise("bySoftplus", {
  body: (x) => w.div(x, softplus(x)),
  deriv: (x) => w.neg(w.div(slope(x), w.mul(softplus(x), softplus(x)))),
  forms: {
    states: rules,
    log: (node) => native(times(logarithm(node), -1), () => node.inputs[0]!),
    // x/softplus(x) = 1 − softplus(−x)/softplus(x)
    offsets: (node) => [{ base: lin(1), rest: () => atom(div(of(softplus, times(argument(node), -1)), of(softplus, argument(node))), -1) }],
  },
});
const below0 = (x: Ex, near: Ex, far: Ex): Ex => w.where(w.lt(x, 0), near, far);
/** x below 0 or above, else 0: without a kink where they are chosen. */
const low = (x: Ex): Ex => below0(x, x, constant(0));
const high = (x: Ex): Ex => below0(x, constant(0), x);
/** softplus(x)/e^x: log1p(u)/u of u = e^x, where that is at most 1. */
export const softplusByExp: Elementwise<1> = /* @__PURE__ */ elementwise("softplusByExp", {
  body: (x) => below0(x, log1prel(w.exp(low(x))), w.where(w.lt(x, Infinity), w.mul(softplus(x), w.exp(w.neg(high(x)))), NaN)),
  deriv: (x) => {
    const u = w.exp(low(x));
    return below0(x, w.mul(derivAt(log1prel.row, 0, [u])!, u), w.mul(w.sub(sigmoid(x), softplus(x)), w.exp(w.neg(high(x)))));
  },
  forms: {
    states: rules,
    log: (node) => native(atom(of(logSoftplusByExp, argument(node)))),
    offsets: (node) => [{ base: lin(1), rest: () => atom(of(softplusByExpm1, argument(node))) }],
  },
});
/** Below, it is −e^x/2 to all digits. */
const TAIL = -40;
/** softplus(x)/e^x − 1: (log1p(u) − u)/u. */
const softplusByExpm1: Elementwise<1> = /* @__PURE__ */ elementwise("softplusByExpm1", {
  body: (x) => {
    const u = w.exp(low(x));
    return w.where(w.lt(x, TAIL), w.mul(-0.5, u), below0(x, w.div(log1pmx(u), u), w.sub(softplusByExp(x), 1)));
  },
  deriv: (x) => derivAt(softplusByExp.row, 0, [x])!,
  forms: { states: rules },
});
/** log softplus(x) − x. */
export const logSoftplusByExp: Elementwise<1> = /* @__PURE__ */ elementwise("logSoftplusByExp", {
  body: (x) => below0(x, w.log1p(softplusByExpm1(low(x))), w.sub(w.log(softplus(high(x))), x)),
  deriv: (x) => w.div(derivAt(softplusByExp.row, 0, [x])!, softplusByExp(x)),
  forms: { logarithmic: true },
});
