/** Products with one over a norm, or over a deviation, among their factors: a vector over its length, or what is standardised, as one op. */
import { mul } from "../ops/mul.js";
import { broadcast, sameShape, type Shape } from "../tensor/shape.js";
import { isWall, layoutOf, statement, type Tensor } from "../tensor/tensor.js";
import { affine, fitted } from "./lin.js";
import { type Monomial, monomial } from "./products.js";

/** What is divided by norms or by deviations, by the rows of those. */
export function overNorms(m: Monomial): Tensor | null {
  if (m.factors.size < 2) return null;
  const all = [...m.factors.values()].map(({ t, e }) => ({ t, e, s: whole(t) }));
  for (const { e, s } of all) {
    const better = e === 1 ? s?.op.forms?.overNorms?.(m) : null;
    if (better) return better;
  }
  for (const { t, e } of all) {
    const sum = affine(t);
    if (e !== 1 || sum.terms.has(t.hash)) continue;
    for (const { of: x } of sum.terms.values()) {
      const better = whole(x)?.op.forms?.conjugate?.(m, t);
      if (better) return better;
    }
  }
  for (const { e, s } of all)
    for (const x of s ? underRoot(s, e) : []) {
      const better = x?.op.forms?.overDeviation?.(m);
      if (better) return better;
    }
  return null;
}
/** What stands under 1/√, or what is a deviation itself and divides. */
function underRoot(s: Tensor, e: number): readonly (Tensor | null)[] {
  if (e === -1 && s.op.forms?.overDeviation) return [s];
  const base = s.op.forms?.base?.(s);
  return base && base.e * e === -0.5
    ? affine(base.x)
        .terms.values()
        .map((x) => rooted(x.of))
    : [];
}
/** What a term is of, or what its square is a multiple of. */
function rooted(t: Tensor): Tensor | null {
  const s = whole(t),
    base = s?.op.forms?.overDeviation ? null : s?.op.forms?.base?.(s),
    [only] = base?.e === 2 ? affine(base.x).terms.values() : [];
  return only ? whole(only.of) : s;
}
/** What a view is of, as it was stated. */
export function whole(t: Tensor): Tensor | null {
  const s = statement(t.layout ? t.layout.base : t);
  return isWall(s) ? null : s;
}
/** c·x/‖x‖, the norm over some dimensions; x may be a product itself. */
export function overNorm(m: Monomial): Tensor | null {
  for (const { t: norm, e } of m.factors.values()) {
    const spread = statement(norm),
      whole = e !== -1 || isWall(spread) ? null : layoutOf(spread).base;
    for (const { x, c } of whole?.op.forms?.unit ? normed(m, norm, whole.inputs[0]!) : []) {
      const unit = whole!.op.forms!.unit!(whole!, x);
      if (!unit || !sameShape(broadcast("norm", x.shape, norm.shape), x.shape) || !liesAlong(norm, unit.along, x.shape)) continue;
      return c === 1 ? unit.node : mul(unit.node, c);
    }
  }
  return null;
}
/** What is divided by a norm and by nothing else, as c·x: x may be one factor, or what the norm is of, if that is the product of all. */
function normed(m: Monomial, norm: Tensor, given: Tensor): readonly { readonly x: Tensor; readonly c: number }[] {
  const others = [...m.factors.values()].filter(({ t }) => t !== norm),
    [only] = others,
    inner = monomial(given),
    isAll = others.length === inner.factors.size && inner.c !== 0 && others.every(({ t, e }) => inner.factors.get(t.hash)?.e === e);
  return [...(others.length === 1 && only!.e === 1 ? [{ x: only!.t, c: m.c }] : []), ...(isAll ? [{ x: given, c: m.c / inner.c }] : [])];
}
/** Whether a view of a norm, broadcast to `shape`, lies as the norm once more along its dimensions does. */
const liesAlong = (view: Tensor, spread: Tensor, shape: Shape): boolean => {
  const [a, b] = [layoutOf(fitted(view, shape)), layoutOf(fitted(spread, shape))];
  return a.offset === b.offset && a.strides.every((s, i) => s === b.strides[i] || shape[i] === 1);
};
