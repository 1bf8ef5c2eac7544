/** What is made of sums of squares and of products: norms, which no square leaves the range of, and moments, which are of distances from a mean. */
import { abs } from "../ops/abs.js";
import { centred, varianceOver } from "../ops/moments.js";
import { mul } from "../ops/mul.js";
import { normOver } from "../ops/norms.js";
import { pairsOver } from "../ops/pairs.js";
import { reciprocal } from "../ops/reciprocal.js";
import { dimsOf, type Reduction } from "../ops/reduction.js";
import { sqrt } from "../ops/sqrt.js";
import { square } from "../ops/square.js";
import { sub } from "../ops/sub.js";
import { sum } from "../ops/sum.js";
import { numberIn } from "../tensor/create.js";
import { broadcast, sameShape, sizeOf } from "../tensor/shape.js";
import { isWall, statement, type Tensor } from "../tensor/tensor.js";
import { pairwise } from "./distances.js";
import { through } from "./layout.js";
import { emit } from "./emit.js";
import { rangeOf } from "./interval.js";
import { affine, atom, fitted, type Lin, lin, onlyTerm, plus } from "./lin.js";
import { monomial, product } from "./products.js";
import { asRegion } from "./region.js";

/** A sum of elements over dimensions, or `share` of it. */
export interface Total {
  readonly x: Tensor;
  readonly over: Reduction;
  readonly share: number;
}
/** A node as a total, also under a reshape; its elements are in the order of the sum's. */
export function totalOf(t: Tensor): Total | null {
  const s = statement(t);
  if (isWall(s)) return null;
  if (s.layout) return s.inputs.length && s.inputs[0]!.size === s.size && s.op.forms?.regular ? totalOf(s.inputs[0]!) : null;
  const total = s.op.forms?.total?.(s);
  if (total) {
    const { c, x } = multipleIn(total.x);
    return { ...total, x, share: total.share * c };
  }
  const { k, terms } = affine(t),
    [only] = terms.values(),
    part = only && !k && terms.size === 1 && only.of.hash !== t.hash ? totalOf(only.of) : null;
  return part && { ...part, share: part.share * only!.c };
}
const sameOver = (a: Total, b: Total): boolean => a.over.from === b.over.from && a.over.to === b.over.to && a.x.ndim === b.x.ndim;

/** xᵉ as x and e. */
export function powerIn(t: Tensor): { readonly x: Tensor; readonly e: number } | null {
  const s = statement(t);
  return isWall(s) ? null : (s.op.forms?.base?.(s) ?? null);
}
/** x² as x. */
export function squareIn(t: Tensor): Tensor | null {
  const base = powerIn(t);
  return base?.e === 2 ? itself(base.x) : null;
}
/** x, also where it was written as x·1 or x + 0, which may have repeated it. */
function itself(t: Tensor): Tensor {
  const { c, x } = multipleIn(t);
  return c === 1 ? x : t;
}
export interface Multiple {
  readonly c: number;
  readonly x: Tensor;
}
/** c·x as c and x. */
export function multipleIn(t: Tensor): Multiple {
  const only = onlyTerm(t);
  return only && Number.isFinite(only.c) && sameShape(only.of.shape, t.shape) ? { c: only.c, x: only.of } : { c: 1, x: t };
}
/** (c·x)² as c > 0 and x. */
export function squareOf(t: Tensor): Multiple | null {
  const base = powerIn(t);
  if (base?.e === 2) {
    const { c, x } = multipleIn(base.x);
    return { c: Math.abs(c), x };
  }
  const { c, factors } = monomial(t),
    [only] = factors.values();
  return only?.e === 2 && factors.size === 1 && c > 0 && c < Infinity ? { c: Math.sqrt(c), x: itself(only.t) } : null;
}
const isOfSquares = (t: Tensor): boolean => {
  const s = statement(t);
  if (isWall(s)) return false;
  if (s.layout || s.op.picks) return isOfSquares(s.inputs[0]!);
  const total = s.op.forms?.total?.(s);
  return (
    squareOf(t) !== null ||
    factorsOfSquares(t) !== null ||
    (total ? isOfSquares(total.x) : false) ||
    (affine(t).terms.size > 0 && !affine(t).terms.has(t.hash) && [...affine(t).terms.values()].every((x) => isOfSquares(x.of)))
  );
};

/** The factors of a product, all made of sums of squares, and the root of the number among them; null for what is no such product. */
function factorsOfSquares(t: Tensor): { readonly c: number; readonly factors: readonly { readonly t: Tensor; readonly e: number }[] } | null {
  const { c, factors } = monomial(t),
    all = [...factors.values()];
  return c > 0 && c < Infinity && all.length > 1 && all.every((f) => f.t !== t && (f.e % 2 === 0 || isOfSquares(f.t)))
    ? { c: Math.sqrt(c), factors: all }
    : null;
}

/** √t, where t is made of sums of squares; null for every other. */
export function rootOfSquares(t: Tensor): Tensor | null {
  if (!isOfSquares(t)) return null;
  const s = statement(t),
    x = squareIn(t);
  if (x) return abs(x);
  if (s.layout || s.op.picks) {
    const root = rootOfSquares(s.inputs[0]!);
    return root && through(s, root);
  }
  const squares = factorsOfSquares(t);
  if (squares) {
    const roots = squares.factors.map((f) => (f.e % 2 === 0 ? { t: abs(f.t), e: f.e / 2 } : { t: rootOfSquares(f.t), e: f.e }));
    return roots.every((f) => f.t) ? powers(squares.c, roots as { t: Tensor; e: number }[]) : null;
  }
  const total = s.op.forms?.total?.(s);
  if (total) {
    const { c, x: root } = squareOf(total.x) ?? { c: 1, x: rootOfSquares(total.x) };
    if (!root || total.share <= 0) return null;
    const norm = normOver("norm", fitted(root, total.x.shape), 2, total.over),
      by = c * Math.sqrt(total.share);
    return by === 1 ? norm : mul(norm, by);
  }
  const { k, terms } = affine(t);
  if (terms.has(t.hash)) return null;
  const parts = [...terms.values()].map(({ of, c }) => ({ c, root: c > 0 ? (squareIn(of) ?? rootOfSquares(of)) : null }));
  if (k < 0 || !parts.every(({ root }) => root)) return null;
  const [only] = parts;
  if (parts.length === 1 && !k) return mul(rootOfSquares([...terms.values()][0]!.of)!, Math.sqrt(only!.c));
  const whole = sqrt(
    emit(
      plus(
        lin(k),
        parts.reduce<Lin>((l, { c, root }) => plus(l, atom(square(root!)), c), lin(0)),
      ),
    ),
  );
  return asRegion(whole) ?? whole;
}

/** xᵉ for the root of a total of just these powers, each of a magnitude, or one over it: by their norm. Null of every other. */
export function rootOfPowers(x: Tensor, e: number): Tensor | null {
  const total = Math.abs(e) < 1 ? totalOf(x) : null,
    square = total && squareOf(total.x),
    base = square ? { ...square, e: 2 } : total && powerIn(total.x);
  if (!total || !base || total.share <= 0 || base.e <= 0 || !(base.e % 2 === 0 || rangeOf(base.x)[0] >= 0)) return null;
  // Numbers that are given have been rounded.
  const by = base.e * e;
  if (Math.abs(Math.abs(by) - 1) > (x.dtype === "float64" ? 2 ** -51 : 2 ** -23)) return null;
  const norm = normOver("norm", fitted(base.x, total.x.shape), base.e, total.over),
    root = by > 0 ? norm : reciprocal(norm),
    times = total.share ** e * (square?.c ?? 1) ** by;
  return times === 1 ? root : mul(root, times);
}

/** A sum with Σuv − Σu·Σv/n, or multiples and means of these, by distances from means; with (Σu)² − Σu² by products of two; with Σa² + Σb² − 2Σab by a − b; null where there is neither. */
export function centredSum({ k, terms }: Lin): Lin | null {
  const all = [...terms.values()],
    distances = all.length < 3 ? null : pairwise({ k, terms });
  if (distances) return distances;
  for (const first of all) {
    const whole = totalOf(first.of),
      product = whole && pairOf(whole.x);
    // A factor that is repeated counts as often.
    if (!whole || ![product?.u, product?.v].every((f) => f && sameShape(f.shape, whole.x.shape))) continue;
    const { c, u, v } = product!,
      share = whole.share * c;
    for (const second of all) {
      if (second === first) continue;
      const means = pairOf(second.of),
        [p, q] = means ? [totalOf(means.u), totalOf(means.v)] : [],
        n = sizeOf(whole.x.shape.slice(whole.over.from, whole.over.to));
      if (!p || !q || !sameOver(p, whole) || !sameOver(q, whole)) continue;
      const same = (p.x.hash === u.hash && q.x.hash === v.hash) || (p.x.hash === v.hash && q.x.hash === u.hash),
        a = first.c * share,
        b = second.c * means!.c * p.share * q.share;
      if (!same) continue;
      if (u.hash === v.hash && a === -b && n > 1) return replaced({ k, terms }, [first, second], fitted(pairsOver(u, whole.over), first.of.shape), b);
      if (Math.abs(a + b * n) > 1e-12 * Math.abs(a)) continue;
      const t =
        u.hash === v.hash ? varianceOver(u, whole.over, 0) : mul(sum(mul(centred(u, whole.over), centred(v, whole.over)), dimsOf(whole.over)), 1 / n);
      return replaced({ k, terms }, [first, second], fitted(t, first.of.shape), a * n);
    }
    if (u.hash !== v.hash || share <= 0) continue;
    // α²·Σu² + β²·Σw² − 2αβ·Σuw
    for (const other of all)
      for (const cross of all) {
        if (other === first || cross === first || cross === other) continue;
        const [o, x] = [totalOf(other.of), totalOf(cross.of)],
          w = o && squareOf(o.x),
          pair = x && pairOf(x.x);
        if (!w || !pair || !sameShape(w.x.shape, o.x.shape) || !sameOver(o, whole) || !sameOver(x, whole)) continue;
        if (!(pair.u.hash === u.hash && pair.v.hash === w.x.hash) && !(pair.u.hash === w.x.hash && pair.v.hash === u.hash)) continue;
        if (!sameShape(broadcast("distances", u.shape, w.x.shape), x.x.shape)) continue;
        const a = first.c * share,
          by = -(cross.c * x.share * pair.c) / (2 * a);
        if (Math.abs(a * by * by - other.c * o.share * w.c ** 2) > 1e-12 * Math.abs(a * by * by)) continue;
        const d = square(sub(u, by === 1 ? w.x : mul(w.x, by))),
          t = sum((by === 1 ? null : asRegion(d)) ?? d, dimsOf(whole.over));
        if (t.size === cross.of.size) return replaced({ k, terms }, [first, other, cross], fitted(t, cross.of.shape), a);
      }
  }
  return null;
}
const powers = (c: number, factors: readonly { readonly t: Tensor; readonly e: number }[]): Tensor =>
  product({ c, steps: 0, gone: [], factors: new Map(factors.map((f) => [f.t.hash, f])) });
/** A sum with one term in the place of several. */
export const replaced = (l: Lin, gone: readonly { readonly of: Tensor; readonly c: number }[], by: Tensor, c: number): Lin =>
  plus(
    gone.reduce<Lin>((s, t) => plus(s, atom(t.of), -t.c), l),
    atom(by),
    c,
  );
/** c·u·v, or c·u². */
export function pairOf(t: Tensor): { readonly c: number; readonly u: Tensor; readonly v: Tensor } | null {
  const x = squareOf(t);
  if (x) return { c: x.c * x.c, u: x.x, v: x.x };
  const { c, factors } = monomial(t),
    all = [...factors.values()].map((f) => ({ x: itself(f.t), e: f.e }));
  if (!c || !Number.isFinite(c)) return null;
  if (all.length === 1 && all[0]!.e === 2) return { c, u: all[0]!.x, v: all[0]!.x };
  return all.length === 2 && all.every((f) => f.e === 1) ? { c, u: all[0]!.x, v: all[1]!.x } : pairOfProducts(t);
}
/** The same of factors that are products themselves, as they were multiplied. */
function pairOfProducts(t: Tensor): { readonly c: number; readonly u: Tensor; readonly v: Tensor } | null {
  const s = statement(t),
    [p, q] = (isWall(s) ? undefined : s.op.forms?.factors?.(s)) ?? [];
  if (!p || !q || p.e !== 1 || Math.abs(q.e) !== 1 || p.t.hash === t.hash) return null;
  const [a, b] = [numberIn(p.t), numberIn(q.t)],
    inner = a !== undefined && q.e === 1 ? pairOf(q.t) : b !== undefined ? pairOf(p.t) : null;
  if (inner) return { ...inner, c: inner.c * (a ?? b! ** q.e) };
  if (q.e !== 1 || a !== undefined || b !== undefined) return null;
  const [u, v] = [multipleIn(p.t), multipleIn(q.t)];
  return { c: u.c * v.c, u: u.x, v: v.x };
}
