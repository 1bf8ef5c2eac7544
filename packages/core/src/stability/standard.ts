/** Distances from a mean over the root of their mean square: as one op, in whose gradient the ways by the mean and by the root do not cancel after rounding. */
import { type Reduction, spread, without } from "../ops/reduction.js";
import { expand } from "../ops/expand.js";
import { rootNormalisedOver, standardisedOver } from "../ops/moments.js";
import { contiguous, sameShape, sizeOf } from "../tensor/shape.js";
import { isWall, layoutOf, statement, type Tensor } from "../tensor/tensor.js";
import { affine, atom, cost, plus, times } from "./lin.js";
import { type Monomial, product } from "./products.js";
import { powerIn, squareIn, squareOf, totalOf } from "./squares.js";

/** Dimensions of x, and the degrees of freedom by which squares of its elements are divided that were summed over them. */
export interface Variance {
  readonly x: Tensor;
  readonly over: Reduction;
  readonly degrees: number;
}
type Row = Omit<Variance, "degrees">;
/** share·(Σ squares/degrees) + eps, the squares of x or of its distances from its mean. */
interface Under extends Variance {
  readonly centred: boolean;
  readonly share: number;
  readonly eps: number;
}
const countOf = ({ x, over }: Row): number => sizeOf(x.shape.slice(over.from, over.to));

/** A product in which elements, or distances from their mean, are divided by the root of their mean square; null where there is none. */
export function overDeviation(m: Monomial): Tensor | null {
  const all = [...m.factors.values()];
  for (const root of all) {
    const under = squaresUnder(root.t, root.e);
    if (!under) continue;
    const { x, over, centred, share, degrees } = under;
    for (const f of all) {
      const distances = f.e !== 1 ? null : centred ? distancesIn(f.t) : f.t.hash === x.hash ? { x, over, c: 1 } : null;
      if (!distances || !isOf(under, distances) || !liesAlong(root.t, distances)) continue;
      const options = { eps: under.eps / share, correction: countOf(under) - degrees, dominated: true },
        row = (centred ? standardisedOver : rootNormalisedOver)(distances.x, over, options),
        rest = new Map(m.factors);
      rest.delete(root.t.hash);
      rest.delete(f.t.hash);
      rest.set(row.hash, { t: row, e: 1 });
      return product({ c: (m.c * distances.c) / Math.sqrt(share), steps: 0, gone: [], factors: rest });
    }
  }
  return null;
}
const isOf = (a: Row, b: Row): boolean => a.x.hash === b.x.hash && a.over.from === b.over.from && a.over.to === b.over.to;

/** What is under a root, where t^e is one over it: a sum of squares, or a part of it, and a number; null for every other. */
function squaresUnder(t: Tensor, e: number): Under | null {
  const root = statement(layoutOf(t).base),
    norm = !isWall(root) && e === -1 ? (root.op.forms?.squares?.(root) ?? null) : null,
    base = powerIn(root);
  if (norm) return t.requiresGrad === norm.x.requiresGrad ? { ...aboutMean(norm), share: 1, eps: 0 } : null;
  if (!base || base.e * e !== -0.5) return null;
  const { k, terms } = affine(base.x),
    [only] = terms.values(),
    found = only && terms.size === 1 && only.c > 0 && k >= 0 ? squaresIn(only.of) : null;
  if (!found || !isWhole(only!.of, base.x) || t.requiresGrad !== found.x.requiresGrad) return null;
  return { ...found, share: found.share * only!.c, eps: k };
}
/** A variance as an op; sums and means of squares, and squares of norms. */
function squaresIn(t: Tensor): Omit<Under, "eps"> | null {
  const s = statement(layoutOf(t).base);
  if (isWall(s)) return null;
  if (s.op.forms?.variance) return { ...s.op.forms.variance(s), centred: true, share: 1 };
  const total = totalOf(t),
    x = total && total.share > 0 ? squareOf(total.x) : null;
  if (x) return { ...aboutMean({ x: x.x, over: total!.over, degrees: 1 / total!.share }), share: x.c ** 2 };
  const root = squareIn(t),
    [part] = root ? affine(root).terms.values() : [],
    norm = part && statement(layoutOf(part.of).base),
    squares =
      norm && !isWall(norm) && isWhole(part.of, t) && affine(root!).terms.size === 1 && !affine(root!).k ? norm.op.forms?.squares?.(norm) : null;
  return squares ? { ...aboutMean(squares), share: part!.c ** 2 } : null;
}
/** Squares of distances from a mean, as those of what the mean is of. */
function aboutMean(v: Variance): Variance & { readonly centred: boolean } {
  const distances = distancesIn(v.x);
  if (!distances || Math.abs(distances.c) !== 1 || !isOf({ ...distances, over: v.over }, distances)) return { ...v, centred: false };
  return { ...v, x: distances.x, centred: true };
}
/** Whether the elements of t are those of `whole`, in order. */
const isWhole = (t: Tensor, whole: Tensor): boolean => {
  const strides = contiguous(whole.shape);
  return t.size === whole.size && layoutOf(expand(t, whole.shape)).strides.every((s, i) => s === strides[i] || whole.shape[i] === 1);
};
/** c·(x − mean of x over dimensions); null for every other sum. */
function distancesIn(t: Tensor): (Row & { readonly c: number }) | null {
  const l = affine(t);
  if (l.k || l.terms.size < 2) return null;
  for (const { of, c } of l.terms.values()) {
    const total = totalOf(layoutOf(of).base);
    if (!total || !sameShape(total.x.shape, t.shape)) continue;
    const x = affine(total.x),
      [first] = x.terms.values(),
      found = first && l.terms.get(first.of.hash),
      by = found ? found.c / first.c : 0;
    if (!by || Math.abs(by + c * total.share * countOf(total)) > 1e-12 * Math.abs(by)) continue;
    const rest = plus(plus(l, atom(of), -c), times(x, by), -1);
    if (cost(rest) === 0 && of.requiresGrad === total.x.requiresGrad && liesAlong(of, total)) return { x: total.x, over: total.over, c: by };
  }
  return null;
}
/** Whether a view, broadcast to the shape of x, has one element for each of its rows. */
function liesAlong(t: Tensor, { x, over }: Row): boolean {
  const size = sizeOf(without(x.shape, over)),
    { base, offset, strides } = layoutOf(expand(t, x.shape));
  if (base.size !== size) return false;
  const along = layoutOf(spread(base, x.shape, over));
  return offset === along.offset && strides.every((s, i) => s === along.strides[i] || x.shape[i] === 1);
}
