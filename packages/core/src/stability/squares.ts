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
import { broadcast, sameShape, sizeOf } from "../tensor/shape.js";
import { isWall, statement, type Tensor } from "../tensor/tensor.js";
import { through } from "./layout.js";
import { emit } from "./emit.js";
import { rangeOf } from "./interval.js";
import { affine, atom, fitted, type Lin, lin, plus } from "./lin.js";
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
  if (total) return { ...total, x: itself(total.x) };
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
  const { k, terms } = affine(t),
    [only] = terms.values();
  return only && !k && terms.size === 1 && only.c === 1 && sameShape(only.of.shape, t.shape) ? only.of : t;
}
const isOfSquares = (t: Tensor): boolean => {
  const s = statement(t);
  if (isWall(s)) return false;
  if (s.layout || s.op.picks) return isOfSquares(s.inputs[0]!);
  const total = s.op.forms?.total?.(s);
  return (
    squareIn(t) !== null ||
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
    const root = squareIn(total.x) ?? rootOfSquares(total.x);
    if (!root || total.share <= 0) return null;
    const norm = normOver("norm", fitted(root, total.x.shape), 2, total.over);
    return total.share === 1 ? norm : mul(norm, Math.sqrt(total.share));
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
    base = total && powerIn(total.x);
  if (!total || !base || total.share <= 0 || base.e <= 0 || !(base.e % 2 === 0 || rangeOf(base.x)[0] >= 0)) return null;
  // Numbers that are given have been rounded.
  const by = base.e * e;
  if (Math.abs(Math.abs(by) - 1) > (x.dtype === "float64" ? 2 ** -51 : 2 ** -23)) return null;
  const norm = normOver("norm", fitted(base.x, total.x.shape), base.e, total.over),
    root = by > 0 ? norm : reciprocal(norm);
  return total.share === 1 ? root : mul(root, total.share ** e);
}

/** A sum with Σuv − Σu·Σv/n, or multiples and means of these, by distances from means; with (Σu)² − Σu² by products of two; with Σa² + Σb² − 2Σab by a − b; null where there is neither. */
export function centredSum({ k, terms }: Lin): Lin | null {
  const all = [...terms.values()];
  for (const first of all) {
    const whole = totalOf(first.of),
      factors = whole && pairOf(whole.x);
    // A factor that is repeated counts as often.
    if (!whole || !factors?.every((f) => sameShape(f.shape, whole.x.shape))) continue;
    const [u, v] = factors;
    for (const second of all) {
      if (second === first) continue;
      const [p, q] = (pairOf(second.of) ?? []).map(totalOf),
        n = sizeOf(whole.x.shape.slice(whole.over.from, whole.over.to));
      if (!p || !q || !sameOver(p, whole) || !sameOver(q, whole)) continue;
      const same = (p.x.hash === u.hash && q.x.hash === v.hash) || (p.x.hash === v.hash && q.x.hash === u.hash),
        a = first.c * whole.share,
        b = second.c * p.share * q.share;
      if (!same) continue;
      if (u.hash === v.hash && a === -b && n > 1) return replaced({ k, terms }, [first, second], fitted(pairsOver(u, whole.over), first.of.shape), b);
      if (Math.abs(a + b * n) > 1e-12 * Math.abs(a)) continue;
      const t =
        u.hash === v.hash ? varianceOver(u, whole.over, 0) : mul(sum(mul(centred(u, whole.over), centred(v, whole.over)), dimsOf(whole.over)), 1 / n);
      return replaced({ k, terms }, [first, second], fitted(t, first.of.shape), a * n);
    }
    const [others, twice] = [all.filter((t) => t !== first && t.c === first.c), all.filter((t) => t.c === -2 * first.c)];
    if (u.hash !== v.hash) continue;
    for (const other of others)
      for (const cross of twice) {
        const [o, c] = [totalOf(other.of), totalOf(cross.of)],
          b = o && squareIn(o.x),
          product = c && pairOf(c.x);
        if (
          !b ||
          !product ||
          !sameShape(b.shape, o.x.shape) ||
          !sameOver(o, whole) ||
          !sameOver(c, whole) ||
          o.share !== whole.share ||
          c.share !== whole.share
        )
          continue;
        if (!(product[0].hash === u.hash && product[1].hash === b.hash) && !(product[0].hash === b.hash && product[1].hash === u.hash)) continue;
        if (!sameShape(broadcast("distances", u.shape, b.shape), c.x.shape)) continue;
        const t = sum(square(sub(u, b)), dimsOf(whole.over));
        return replaced({ k, terms }, [first, other, cross], fitted(t, first.of.shape), first.c * whole.share);
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
/** A product of two factors, or a square. */
export function pairOf(t: Tensor): readonly [Tensor, Tensor] | null {
  const x = squareIn(t);
  if (x) return [x, x];
  const { c, factors } = monomial(t),
    all = [...factors.values()];
  if (c !== 1) return null;
  if (all.length === 1 && all[0]!.e === 2) return [itself(all[0]!.t), itself(all[0]!.t)];
  return all.length === 2 && all.every((f) => f.e === 1) ? [itself(all[0]!.t), itself(all[1]!.t)] : null;
}
