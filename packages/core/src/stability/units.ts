/** Sums of products of unit vectors: cosines. Norms that a sum of products is divided by go to the vectors they are of; near ±1 a cosine is known by the distance of the two. */
import { productsOver } from "../ops/contraction.js";
import { add } from "../ops/add.js";
import { norm } from "../ops/norm.js";
import { atan2 } from "../ops/atan2.js";
import { mul } from "../ops/mul.js";
import { dimsOf, type Reduction, spread, without } from "../ops/reduction.js";
import { sub } from "../ops/sub.js";
import { expand } from "../ops/expand.js";
import { reshape } from "../ops/reshape.js";
import { contiguous, type Shape } from "../tensor/shape.js";
import { isWall, layoutOf, statement, type Tensor } from "../tensor/tensor.js";
import type { Offset } from "./forms.js";
import { liesAs } from "./layout.js";
import { atom, fitted, lin } from "./lin.js";
import { type Monomial, product, put } from "./products.js";
import { pairOf, type Total, totalOf } from "./squares.js";

/** A product in which a sum of products is divided by norms, with the vectors over them; null where there is none. */
export function overNorms(m: Monomial): Tensor | null {
  const factors = new Map(m.factors);
  let changed = false,
    { c } = m;
  for (const f of m.factors.values()) {
    const total = f.e === 1 ? totalOf(f.t) : null,
      pair = total && pairOf(total.x);
    if (!pair || pair.u.hash === pair.v.hash || f.t.dtype === "float64") continue;
    const vectors = [pair.u, pair.v];
    let found = false;
    for (const g of [...factors.values()]) {
      if (g.e > -1) continue;
      const i = vectors.findIndex((v) => unitOf(v, g.t, f.t, total) !== null);
      if (i < 0) continue;
      vectors[i] = unitOf(vectors[i]!, g.t, f.t, total)!;
      put(factors, g.t, g.e + 1);
      found = true;
    }
    if (!found) continue;
    changed = true;
    put(factors, f.t, 0);
    const [u, v] = vectors.map((x) => expand(x, total.x.shape)) as [Tensor, Tensor],
      sum = fitted(productsOver(u, v, total.over), f.t.shape);
    put(factors, sum, 1);
    c *= total.share * pair.c;
  }
  return changed ? product({ c, steps: 0, gone: [], factors }) : null;
}
/** v over `length`, if that is a norm of what v is laid out from, constant along the sum; else null. */
function unitOf(v: Tensor, length: Tensor, sum: Tensor, { x, over }: Total): Tensor | null {
  const whole = layoutOf(statement(length)).base,
    given = whole.inputs[0],
    unit = isWall(whole) || !given ? null : (whole.op.forms?.unit?.(whole, given) ?? null),
    views = unit && viewsFrom(given!, v);
  if (!views || !expandsTo(length.shape, sum.shape)) return null;
  const laid = (t: Tensor): Tensor => views.reduceRight((y, view) => view.op.again!(view, [y]), t),
    written = spread(reshape(expand(length, sum.shape), without(x.shape, over)), x.shape, over);
  return liesAs(written, expand(laid(unit!.along), x.shape)) ? laid(unit!.node) : null;
}
/** By how many views a vector is sought. */
const MAX_VIEWS = 4;
/** The views by which x becomes v, the last first; null where it does not. */
function viewsFrom(x: Tensor, v: Tensor): readonly Tensor[] | null {
  const views: Tensor[] = [];
  for (let t = v; t.hash !== x.hash; t = t.inputs[0]!) {
    if (!t.layout || t.inputs.length !== 1 || !t.op.again || !t.op.vjp || views.length === MAX_VIEWS) return null;
    views.push(t);
  }
  return views;
}
const expandsTo = (from: Shape, to: Shape): boolean =>
  from.length <= to.length && from.every((d, i) => d === 1 || d === to[i + to.length - from.length]);

/** Two unit vectors and what their products are summed over; null for every other sum. */
function unitsIn(node: Tensor): { readonly u: Tensor; readonly v: Tensor; readonly over: Reduction } | null {
  const total = totalOf(node),
    pair = total?.share === 1 && node.dtype !== "float64" ? pairOf(total.x) : null;
  if (pair?.c !== 1 || pair.u.hash === pair.v.hash || !isUnit(pair.u, total!) || !isUnit(pair.v, total!)) return null;
  const [u, v] = [pair.u, pair.v].map((t) => expand(t, total!.x.shape)) as [Tensor, Tensor];
  return { u, v, over: total!.over };
}
/** Whether t is of length 1 along what is summed over: the steps of the sum are those of the vectors. */
function isUnit(t: Tensor, { x, over }: Total): boolean {
  const { base, strides } = layoutOf(expand(t, x.shape)),
    row = statement(base),
    along = isWall(row) ? null : (row.op.forms?.unitAlong?.(row) ?? null);
  return along !== null && steps(x.shape, strides, over) === steps(base.shape, contiguous(base.shape), along);
}
const steps = (shape: Shape, strides: readonly number[], { from, to }: Reduction): string =>
  shape
    .flatMap((d, i) => (i < from || i >= to || d === 1 ? [] : `${d} ${strides[i]}`))
    .sort()
    .join();
/** Of u·v: 1 − ½‖u − v‖², and −1 + ½‖u + v‖². */
export function offsetsOfUnits(node: Tensor): readonly Offset[] {
  const units = unitsIn(node);
  if (!units) return [];
  const { u, v, over } = units,
    half = (d: Tensor, c: number) => () => atom(fitted(productsOver(d, d, over), node.shape), c);
  return [
    { base: lin(1), rest: half(sub(u, v), -0.5) },
    { base: lin(-1), rest: half(add(u, v), 0.5) },
  ];
}
/** arccos ±u·v = 2·atan(‖u ∓ v‖/‖u ± v‖). */
export function angleOfUnits(node: Tensor, sign: number): Tensor | null {
  const units = unitsIn(node);
  if (!units) return null;
  const { u, v, over } = units,
    [p, q] = (sign > 0 ? [sub(u, v), add(u, v)] : [add(u, v), sub(u, v)]).map((d) => norm(d, 2, dimsOf(over))) as [Tensor, Tensor];
  return fitted(mul(2, atan2(p, q)), node.shape);
}
