/**
 * Logarithms as guards of range: a sum of products may leave the range of float32 where its logarithm does not. Within the range it is the logarithm of what
 * was written, which also has the gradient of factors that are 0; beyond, it is by the logarithms of the terms.
 */
import { cut } from "../ops/cut.js";
import { logsumexp } from "../ops/logsumexp.js";
import { rowOf } from "../ops/exponents.js";
import { type Reduction, without } from "../ops/reduction.js";
import { elementwise } from "../ops/row.js";
import { sign } from "../ops/sign.js";
import { signedLogsumexp } from "../ops/signedExponents.js";
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Log, logarithmForm, logForm, native, signProduct, tensorOf } from "./forms.js";
import { emit, of } from "./emit.js";
import { affine, atom, fitted, lin, plus } from "./lin.js";
import { scaledBy, scaledSum } from "./sums.js";

const FAR = 2 ** 120;
const isWithin = (x: Ex): Ex => w.and(w.lt(1 / FAR, w.abs(x)), w.lt(w.abs(x), FAR));
/** log|x|; l where x may have left the range. */
export const guarded = /* @__PURE__ */ elementwise<2>("guarded", {
  body: (x, l) => w.where(isWithin(x), w.log(w.abs(x)), l),
  deriv: [(x) => w.where(isWithin(x), w.div(1, x), 0), (x) => w.where(isWithin(x), 0, 1)],
  forms: { logarithmic: true },
});
/** log|1 + d|; l where d may have left the range. */
const guarded1p = /* @__PURE__ */ elementwise<2>("guarded", {
  body: (d, l) => w.where(w.lt(w.abs(d), FAR), w.log1p(w.where(w.lt(d, -1), w.sub(-2, d), d)), l),
  deriv: [(d) => w.where(w.lt(w.abs(d), FAR), w.div(1, w.add(1, d)), 0), (d) => w.where(w.lt(w.abs(d), FAR), 0, 1)],
  forms: { logarithmic: true },
});
/** l + log|s|. */
export const withSize = /* @__PURE__ */ elementwise<2>("guarded", {
  body: (s, l) => w.add(l, w.log(w.abs(s))),
  deriv: [(s) => w.div(1, s), () => 1],
});

/** Logarithms are taken of so few terms. */
const MAX_TERMS = 6;
/** Of a sum with a term whose logarithm is for logarithms alone. */
export function logarithmOfSum(node: Tensor): Log | null {
  const whole = affine(node),
    terms = [...whole.terms.values()];
  if (terms.length > MAX_TERMS || node.dtype !== "float32" || !terms.some((t) => t.of.hash !== node.hash && logarithmForm(t.of))) return null;
  const parts = terms.map(({ of: t, c }): Log => {
    const f = logarithmForm(t) ?? logForm(t);
    return f.quality === "derived"
      ? { ...f, sign: scaledBy(t, c), log: lin(0) }
      : native(plus(f.log, lin(Math.log(Math.abs(c)))), signProduct(f.sign, c < 0 ? -1 : 1));
  });
  if (whole.k) parts.push({ sign: whole.k < 0 ? -1 : 1, log: lin(Math.log(Math.abs(whole.k))), quality: "free", positive: false });
  if (parts.length === 1) return parts[0]!;
  const sum = scaledSum(node, parts),
    s = tensorOf(sum.sign),
    l = of(withSize, atom(s), sum.log),
    log = whole.k === 1 ? guarded1p(emit({ ...whole, k: 0 }, node.shape), l) : guarded(node, l);
  return native(atom(log), sign(cut(s)));
}
/** Of a sum over dimensions of what has such a logarithm. */
export function logarithmOfTotal(node: Tensor, x: Tensor, over: Reduction, share: number): Log | null {
  const f = x.dtype === "float32" ? logarithmForm(x) : null;
  if (!f) return null;
  const shape = without(x.shape, over),
    exponents = plus(f.log, lin(Math.log(share)));
  if (typeof f.sign === "number") {
    const row = rowOf(logsumexp, exponents, x.shape, over, shape);
    return row && native(atom(guarded(node, row)), f.sign);
  }
  const l = signedLogsumexp(f.sign, exponents, x.shape, over);
  return l && native(atom(guarded(node, fitted(l.log, shape))), l.sign);
}
