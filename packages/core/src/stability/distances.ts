/** Squared distances of all pairs of points, written as sums of squares less a product of matrices: of points that are near one another nothing is left of these. */
import { mul } from "../ops/mul.js";
import { square } from "../ops/square.js";
import { sub } from "../ops/sub.js";
import { sum } from "../ops/sum.js";
import { transpose } from "../ops/transpose.js";
import { unsqueeze } from "../ops/unsqueeze.js";
import { broadcast, sameShape, type Shape, sizeOf } from "../tensor/shape.js";
import { isWall, layoutOf, statement, type Tensor } from "../tensor/tensor.js";
import { isCut, liesAs } from "./layout.js";
import { fitted, type Lin, type Term } from "./lin.js";
import { type Multiple, multipleIn, replaced, squareOf, totalOf } from "./squares.js";

/** |u|² + β²·|w|² − 2β·u·w of all pairs of rows, of which the products are one of matrices, by the distances u − β·w themselves; null of every other sum. */
export function pairwise(l: Lin): Lin | null {
  const all = [...l.terms.values()];
  for (const cross of all) {
    const s = inOrder(cross.of),
      found = isWall(s) ? undefined : s.op.forms?.products?.(s);
    if (!found) continue;
    const [p, q] = [found[0], transpose(found[1], -2, -1)].map(multipleIn) as [Multiple, Multiple],
      [a, b] = [p.x, q.x],
      lead = cross.of.shape.slice(0, -2),
      [n, k] = [a.shape.at(-2)!, b.shape.at(-2)!];
    const of = (t: Term, points: Tensor, shape: Shape): { readonly c: number } | null =>
        rowsOf(t, points, shape) ?? (liesAs(a, b) ? ofDiagonal(t, s, shape, p.c * q.c) : null),
      rows = all.map((t) => ({ ...t, u: of(t, a, [...lead, n, 1]), w: of(t, b, [...lead, 1, k]) })),
      first = rows.find((t) => t !== cross && t.u && t.u.c > 0),
      other = rows.find((t) => t !== first && t.w && t.w.c > 0);
    if (!first || !other || !sameShape(cross.of.shape, [...lead, n, k])) continue;
    const by = -(cross.c * p.c * q.c) / (2 * first.u!.c);
    if (Math.abs(first.u!.c * by * by - other.w!.c) > 1e-12 * other.w!.c) continue;
    const [u, w] = [unsqueeze(a, -2), unsqueeze(b, -3)],
      t = sum(square(sub(u, by === 1 ? w : mul(w, by))), -1);
    return replaced(l, [first, other, cross], fitted(t, cross.of.shape), first.u!.c);
  }
  return null;
}
/** What a tensor is a reshape of, which keeps the order of elements. */
function inOrder(t: Tensor): Tensor {
  const s = statement(t);
  return s.layout && s.inputs.length && s.op.forms?.regular ? inOrder(s.inputs[0]!) : s;
}
/** What a term is a multiple of, if that is the sum of the squares of each of these rows, which lies in `shape`. */
function rowsOf({ of: t, c }: Term, rows: Tensor, shape: Shape): { readonly c: number } | null {
  const total = totalOf(t),
    squares = total && squareOf(total.x);
  if (!squares || sizeOf(t.shape) !== sizeOf(shape) || !sameShape(broadcast("distances", t.shape, shape), shape)) return null;
  const { from, to } = total.over,
    { x } = squares,
    along = to - from === 1 && sameShape(x.shape, total.x.shape) ? from - x.ndim : 0,
    points = along === -1 ? x : along === -2 ? transpose(x, -2, -1) : null;
  return points && points.size === rows.size && liesAs(fitted(points, rows.shape), rows) ? { c: c * total.share * squares.c ** 2 } : null;
}
/** The same of the diagonal of the products of one matrix with itself. */
function ofDiagonal({ of: t, c }: Term, products: Tensor, shape: Shape, by: number): { readonly c: number } | null {
  const s = statement(t),
    { base, offset, strides } = layoutOf(s),
    n = products.shape.at(-1)!;
  return base.hash === products.hash &&
    !isCut(s) &&
    products.size === n * n &&
    offset === layoutOf(products).offset &&
    t.size === n &&
    sameShape(broadcast("distances", t.shape, shape), shape) &&
    strides.every((step, i) => t.shape[i] === 1 || step === n + 1)
    ? { c: c * by }
    : null;
}
