/** What logarithms ask: the log form of their argument, or its offset from 1. */
import { inverseExpm1 } from "../ops/inverseExpm1.js";
import { log1p } from "../ops/log1p.js";
import { elementwise } from "../ops/row.js";
import { sign } from "../ops/sign.js";
import * as w from "../scalar/words.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Better, isNative, type Log, logForm, native, offsetsOf } from "./forms.js";
import { signOf } from "./interval.js";
import { affine, atom, cost, emit, fitted, type Lin, lin, of, plus, settle, times } from "./lin.js";

/** log1p(d) where |d| < ½, else l: two statements of one logarithm, each where it is good. */
const nearOne = /* @__PURE__ */ elementwise<2>("nearOne", {
  body: (d, l) => w.where(w.lt(w.abs(d), 0.5), w.log1p(d), l),
  deriv: [(d) => w.where(w.lt(w.abs(d), 0.5), w.div(1, w.add(1, d)), 0), (d) => w.where(w.lt(w.abs(d), 0.5), 0, 1)],
  forms: { logarithmic: true },
});
/** l where s > 0, −∞ where s = 0, NaN where s < 0: the logarithm of s·e^l. */
const signedLog = /* @__PURE__ */ elementwise<2>("signedLog", {
  body: (s, l) => w.where(w.lt(0, s), l, w.where(w.eq(s, 0), -Infinity, NaN)),
  deriv: [null, (s) => w.where(w.eq(s, 0), 0, 1)],
  forms: { logarithmic: true },
});

/** log|e^x − 1|: by expm1 up to 1, above by x + log(1 − e^−x), which cancels nowhere but at its root ln 2. */
export const logAbsExpm1 = /* @__PURE__ */ elementwise("logAbsExpm1", {
  body: (x) =>
    w.where(w.lt(1, x), w.add(x, w.log1p(w.neg(w.exp(w.neg(x))))), w.where(w.lt(x, -Math.LN2), w.log1p(w.neg(w.exp(x))), w.log(w.abs(w.expm1(x))))),
  deriv: (x) => w.neg(inverseExpm1(w.neg(x))),
  forms: { logarithmic: true },
});
/** The log form of e^x − 1. */
export function logOfExpm1(x: Tensor): Log {
  return native(atom(of(logAbsExpm1, affine(x))), signOf(x) ?? sign(x));
}

/** log of `x`, the argument; `node` gives the shape. */
export function askLog(node: Tensor, x: Tensor): Better | null {
  const f = logForm(x),
    unit = fromOne(x);
  if (isNative(f) && f.sign !== -1) {
    // Several terms can cancel where x is near 1; there the offset from 1 is the better statement.
    const near = unit && cancels(settle(f.log)),
      l = near ? of(nearOne, unit.rest, f.log) : emit(f.log, node.shape);
    return {
      node: fitted(f.sign === 1 ? l : signedLog(f.sign, l), node.shape),
      why: near ? "its logarithm is known, and near 1 its offset from 1" : "the logarithm of its argument is known better than the argument",
    };
  }
  return unit?.written ? { node: fitted(of(log1p, unit.rest), node.shape), why: "1 + small keeps the digits of the small part" } : null;
}

/** Whether several terms can add up to less than they are: not where none is positive, or none negative. */
function cancels(l: Lin): boolean {
  const signs = [...l.terms.values()].map(({ of: t, c }) => (signOf(t) ?? NaN) * Math.sign(c)).concat(l.k === 0 ? [] : Math.sign(l.k));
  return cost(l) > 1 && !signs.every((s) => s === signs[0]);
}

/** x − 1 without cancellation: as it was written, or by the offset of one term. */
function fromOne(x: Tensor): { rest: Lin; written: boolean } | null {
  const a = affine(x);
  if (a.k === 1 && a.terms.size) return { rest: { ...a, k: 0 }, written: true };
  const [only] = a.terms.values(),
    o = only && a.terms.size === 1 ? offsetsOf(only.of).find(({ base }) => !base.terms.size && a.k + only.c * base.k === 1) : null;
  return o ? { rest: times(o.rest(), only!.c), written: false } : null;
}

/** log1p(x) is the logarithm of 1 + x, if that is known. */
export function askLog1p(node: Tensor): Better | null {
  const x = node.inputs[0]!,
    f = logForm(x),
    one = isNative(f) ? emit(plus(lin(1), atom(x))) : null,
    g = one && logForm(one);
  return isNative(g) && g.sign === 1 ? { node: emit(g.log, node.shape), why: "the logarithm of 1 + its argument is known" } : null;
}
