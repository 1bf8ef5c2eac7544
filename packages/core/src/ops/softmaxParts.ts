/**
 * not an op: what softmax and logSoftmax are of the exponents of a row; and the two of e^v, by v: the distance of e^v from the greatest, e^m, is
 * e^m·(e^(v − m) − 1), which no float32 need hold. Where e^v is beyond float32 one element has the whole row, or those that are alike have it.
 */
import { type Better, isNative, logForm, native } from "../stability/forms.js";
import { emit, settle } from "../stability/emit.js";
import { rangeOf } from "../stability/interval.js";
import { isStill } from "../stability/layout.js";
import { affine, atom, fitted, lin, plus } from "../stability/lin.js";
import { isLogarithm } from "../stability/products.js";
import { askTempered } from "../stability/tempered.js";
import { rules } from "../stability/rules.js";
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { exp } from "./exp.js";
import { type Exponents, INVERSE, isPlain, LOGARITHM, lostIn, ofEach, over, peakOf, pulled, rowOf, sister, tiesOf } from "./exponents.js";
import { alone, replaced, share } from "./extreme.js";
import { isElementwise, lessWide } from "./lessWide.js";
import { logSoftmax } from "./logSoftmax.js";
import { neg } from "./neg.js";
import { type Op, op } from "./op.js";
import { bodyAt, pull } from "./derivative.js";
import { regionOf, strays, wide, withLost } from "../stability/region.js";
import { apply, elementwise } from "./row.js";
import { flattened } from "./reduction.js";
import { reshape } from "./reshape.js";
import { softmax } from "./softmax.js";
import { sumTo } from "./sumTo.js";
import { reduced, sumLost, wideSum } from "./wide.js";
import { sub } from "./sub.js";

/** A share of a row, by `INVERSE`; and its logarithm, by `LOGARITHM`. */
const shareIn = (l: Ex, m: Ex, high: Ex, low: Ex): Ex => w.mul(w.exp(w.sub(l, m)), w.add(high, low));
export const logShareIn = (l: Ex, m: Ex, high: Ex, low: Ex): Ex => w.sub(w.sub(w.sub(l, m), high), low);

/** log p of a row that is made of p. */
export function logOf(node: Tensor): Tensor {
  const { k, cs, from, to } = node.attrs as Exponents;
  return record(logSoftmax.op, node.inputs, node.shape, { k, cs, from, to } satisfies Exponents, node.dtype);
}
/** Whether float32 holds the exponents as they are. */
const isHeld = ({ k, cs, exponential }: Exponents): boolean => !exponential && k === 0 && cs.length === 1 && Math.abs(cs[0]!) === 1;
/** Shares of a row. */
export function softmaxParts(node: Tensor): Tensor {
  const e = node.attrs as Exponents;
  if (!isHeld(e)) return ofEach("softmax", node, INVERSE, () => 0, shareIn);
  const { rounded, m } = peakOf(node),
    parts = [nearTotal, nearTotalLost].map((t) => reshape(reduced(t, [rounded, m], [], e), flattened(rounded.shape, e)));
  return apply(nearShare, [rounded, m, ...parts]);
}
/** Of exponents that are float32 as they are, in its lanes. */
const inverseNear = (lost: boolean): Op =>
  wideSum(
    "inverse total",
    (x, m) => [w.expNear(x, m)],
    (total) => w.div(1, total),
    { lost },
  );
const nearTotal = /* @__PURE__ */ inverseNear(false);
const nearTotalLost = /* @__PURE__ */ inverseNear(true);
const { op: nearShare } = /* @__PURE__ */ elementwise<4>("softmax", {
  body: (x, m, high, low) => w.where(w.eq(m, -Infinity), 0, w.mul(w.expNear(x, m), w.add(high, low))),
});
/** Their slope by its exponents. */
export function slopeOf(g: Tensor, node: Tensor): Tensor {
  const { ties, n } = tiesOf(node),
    e = node.attrs as Exponents,
    m = over(share(g, ties, n), e),
    // The greatest, alone, is no distance from itself.
    h = isElementwise(g) ? replaced(lessWide(g, m, over(share(lessWide(g, m), ties, n), e)), 0, alone(ties, n)) : sub(g, m);
  return pulled(sub(h, over(pulled(h, node), e)), node);
}

/** The logarithms of the shares of a row. */
export const logSoftmaxParts = (node: Tensor): Tensor => ofEach("logSoftmax", node, LOGARITHM, () => -Infinity, logShareIn);

/** g − p·s of a row, g and s in two parts: p is not rounded, so that it may be below float32 where s is large, and no s is where g and p·s nearly cancel. */
const difference = /* @__PURE__ */ op("logSoftmax′", "composite", {
  parts: ({ inputs, attrs }) =>
    ofEach(
      "logSoftmax′",
      { inputs: inputs.slice(0, -3), attrs },
      INVERSE,
      (g) => g!,
      (l, m, high, low, g, s, lost) => w.sub(g!, pull(withLost(s!, lost!), shareIn(l, m, high, low))),
      inputs.slice(-3),
    ),
  vjp: (c, { inputs, attrs, shape, dtype }) => {
    const row = { inputs: inputs.slice(0, -3), attrs, dtype },
      p = sister((attrs as Exponents).exponential ? { op: softmaxOfExponentials } : softmax, row, shape),
      s = inputs.at(-2)!,
      change = neg(pulled(c, s));
    return [...p.op.vjp!(change, p), c, sumTo(neg(pulled(c, p)), s.shape), null];
  },
});
/** The slope of the logarithms of shares by the exponents. */
export function logSlopeOf(g: Tensor, node: Tensor): Tensor {
  const { ties, n } = tiesOf(node),
    single = alone(ties, n),
    e = node.attrs as Exponents,
    s = over(g, e),
    lost = reshape(reduced(sumLost, [g], [], e), s.shape),
    d = record(difference, [...node.inputs, g, s, lost], node.shape, e, node.dtype);
  return replaced(d, neg(over(replaced(d, 0, single), e)), single);
}

/** The gradient of v from that of e^v, which is not rounded before it is multiplied. */
const toExponent = (g: Tensor, { inputs: [v] }: Tensor): (Tensor | null)[] => exp.op.vjp!(g, exp(v!)) as (Tensor | null)[];

export const softmaxOfExponentials: Op = /* @__PURE__ */ op("softmax of exponentials", "composite", {
  parts: softmaxParts,
  range: () => [0, 1],
  forms: {
    states: rules,
    ofExponential: true,
    wholeAlong: (node) => node.attrs as Exponents,
    log: (node) => native(atom(sister({ op: logSoftmaxOfExponentials }, node, node.shape))),
  },
  vjp: (g, node) => toExponent(slopeOf(g, node), node),
});
export const logSoftmaxOfExponentials: Op = /* @__PURE__ */ op("logSoftmax of exponentials", "composite", {
  parts: logSoftmaxParts,
  range: () => [-Infinity, 0],
  forms: { states: rules, logarithmic: true, power: (node, c) => (c === 1 ? sister({ op: softmaxOfExponentials }, node, node.shape) : null) },
  vjp: (g, node) => toExponent(logSlopeOf(g, node), node),
});

/** 0, where x is a number. */
const still = /* @__PURE__ */ elementwise<1>("still", { body: (x) => w.where(w.lt(w.abs(x), Infinity), 0, x), deriv: () => 0, forms: {} });
/** What a row asks: that what all its exponents have in common has no gradient; or, of exponents that are e^v and may be infinite, to be of v. */
export function askRow(node: Tensor, ofExponentials: Op): Better | null {
  const common = byCommon(node);
  return common ? (byFar(common.node) ?? common) : (byExponents(node, ofExponentials) ?? askTempered(node) ?? byFar(node));
}
function byCommon(node: Tensor): Better | null {
  const row = isPlain(node.attrs as Exponents) ? withoutCommon(node) : node;
  return row === node ? null : { node: row, why: "what all exponents of a row have in common changes no share" };
}
/** Shares of a row, or their logarithms, by what its exponents do not have in common. */
export function withoutCommon(node: Tensor): Tensor {
  const e = node.attrs as Exponents,
    { shape } = node.inputs[0]!,
    l = node.inputs.reduce((s, x, i) => plus(s, affine(x), e.cs[i]), lin(e.k)),
    common = [...l.terms.values()].filter((t) => isStill(t.of, shape, e));
  if (e.exponential || !Number.isFinite(l.k) || !l.terms.size || (!l.k && common.every((t) => t.of.op === still.op))) return node;
  const others = common.reduce((s, t) => plus(plus(s, atom(t.of), -t.c), atom(apply(still.op, [t.of])), t.c), { ...l, k: 0 });
  return isPlain(e)
    ? record(node.op, [emit(others, shape)], node.shape, e, node.dtype)
    : (([...l.terms.values()].some((t) => lostIn(t.of)) ? null : rowOf(node, others, shape, e, node.shape)) ?? node);
}
function byExponents(node: Tensor, self: Op): Better | null {
  const [x] = node.inputs as [Tensor];
  if (node.dtype !== "float32" || !isPlain(node.attrs as Exponents) || rangeOf(x)[1] !== Infinity) return null;
  const f = logForm(x);
  if (!isNative(f) || !f.positive) return null;
  const v = settle(f.log);
  // The exponential of a logarithm is no shorter, unless a row gives it.
  return !v.terms.size || (regionOf(x).ops && v.terms.values().some((t) => isLogarithm(t.of)))
    ? null
    : {
        node: record(self, [emit(v, x.shape)], node.shape, { ...(node.attrs as Exponents), exponential: true } satisfies Exponents, node.dtype),
        why: "exponents that are exponentials need not be finite",
      };
}

/** From here on exponents are drawn together, so that what is 2^1000 is within float32: which is greater stays, and so do shares, which are 0 and 1. */
const FAR = 2 ** 127;
const drawn = /* @__PURE__ */ elementwise("drawn together", {
  body: (x) => {
    const size = w.abs(x),
      less = w.mul(FAR, w.exp(w.mul(1 / 1024, w.log(w.div(size, FAR)))));
    return w.where(w.and(w.lt(FAR, size), w.lt(size, Infinity)), w.where(w.lt(x, 0), w.neg(less), less), x);
  },
  // Shares that are 0 and 1 have no slope; nor are they said to have one where two are taken for equal that are not.
  deriv: (x) => w.where(w.lt(w.abs(x), FAR), 1, 0),
});
/** Of exponents that may be infinite in float32, as what can be told apart. */
function byFar(node: Tensor): Better | null {
  const [x] = node.inputs as [Tensor],
    region = regionOf(x);
  if (node.op !== softmax.op || node.dtype !== "float32" || !isPlain(node.attrs as Exponents) || !region.ops || !region.heavy || strays(x) < 2)
    return null;
  const t = wide(drawn.op.name, drawn.op.id, [region], (u) => bodyAt(drawn.row, [u]));
  return {
    node: record(node.op, [fitted(t, x.shape)], node.shape, node.attrs, node.dtype),
    why: "exponents that are exponentials need not be finite",
  };
}
