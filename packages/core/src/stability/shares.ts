/**
 * Products of sums of exponentials over the same dimensions, as Σ w·x / Σ w and (Σ w)² / Σ w²: where numerator and denominator are of one degree in w, each w is
 * as good as the share that it has of Σ w, and shares leave no range.
 */
import { exp } from "../ops/exp.js";
import { mul } from "../ops/mul.js";
import { pow } from "../ops/pow.js";
import type { Op } from "../ops/op.js";
import { portion } from "../ops/portion.js";
import { dimsOf, type Reduction, spread } from "../ops/reduction.js";
import { rowOf, sister } from "../ops/exponents.js";
import { softmax } from "../ops/softmax.js";
import { sum } from "../ops/sum.js";
import { sameShape } from "../tensor/shape.js";
import { isWall, layoutOf, statement, type Tensor } from "../tensor/tensor.js";
import { isNative, type Log, logForm } from "./forms.js";
import { through } from "./layout.js";
import { of } from "./emit.js";
import { fitted, type Lin, plus } from "./lin.js";
import { type Monomial, put } from "./products.js";

/** A factor that is a sum over dimensions of what has a logarithm, also under views. */
interface Total {
  readonly t: Tensor;
  readonly e: number;
  readonly x: Tensor;
  readonly over: Reduction;
  readonly share: number;
  readonly f: Log;
}
function totalIn(t: Tensor, e: number): Total | null {
  const s = statement(t);
  if (isWall(s)) return null;
  if (s.layout) {
    const inner = s.inputs.length && s.op.again ? totalIn(s.inputs[0]!, e) : null;
    return inner && { ...inner, t };
  }
  const total = s.op.forms?.total?.(s),
    f = total && logForm(total.x);
  return total && f && isNative(f) && f.log.terms.size ? { ...total, t, e, f } : null;
}
/** The same view of another sum. */
export const relaid = (t: Tensor, by: Tensor): Tensor => (statement(t).layout ? through(statement(t), relaid(statement(t).inputs[0]!, by)) : by);

/** A product that is divided by what one op makes of a row, by what another one makes, which is one over that. */
export function overAnother(m: Monomial, op: Op, other: { readonly op: Op }): Monomial {
  const factors = new Map(m.factors);
  for (const { t, e } of m.factors.values()) {
    const row = statement(layoutOf(t).base);
    if (e > 0 || row.op !== op) continue;
    put(factors, t, 0);
    const by = relaid(t, sister(other, row, row.shape));
    put(factors, by, (factors.get(by.hash)?.e ?? 0) - e);
  }
  return { ...m, factors };
}
/** k where a is k·l and something without the terms of l. */
function degreeIn(a: Lin, l: Lin): { readonly k: number; readonly rest: Lin } | null {
  const [first] = l.terms.values(),
    k = (a.terms.get(first!.of.hash)?.c ?? 0) / first!.c,
    rest = plus(a, l, -k);
  return [...l.terms.keys()].some((hash) => rest.terms.has(hash)) ? null : { k, rest };
}

/** A product with such sums by the shares that exponentials have of one of them; null where there are no two, or where they are not of one degree. */
export function byShares(m: Monomial): Monomial | null {
  if (m.factors.size < 2) return null;
  const totals = [...m.factors.values()].map(({ t, e }) => totalIn(t, e)).filter((t) => t !== null);
  if (!totals.some(({ e }) => e < 0) || totals.length < 2) return null;
  for (const whole of totals) {
    if (whole.f.sign !== 1) continue;
    const like = totals.filter((t) => sameShape(t.x.shape, whole.x.shape) && t.over.from === whole.over.from && t.over.to === whole.over.to),
      parts = like.map((t) => ({ ...t, degree: degreeIn(t.f.log, whole.f.log) }));
    const used = parts.filter(({ degree }) => degree && degree.k !== 0);
    if (used.length < 2 || used.some(({ degree }) => !Number.isInteger(degree!.k) || degree!.k < 1)) continue;
    if (used.reduce((d, { e, degree }) => d + e * degree!.k, 0) !== 0) continue;
    const p = rowOf(softmax, whole.f.log, whole.x.shape, whole.over, whole.x.shape);
    if (!p) continue;
    const made: Monomial = { gone: [], c: m.c, steps: m.steps, factors: new Map(m.factors) };
    for (const { t, e, over, share, f, degree } of used) {
      made.factors.delete(t.hash);
      made.c *= share ** e;
      if (t === whole.t) continue;
      const { k, rest } = degree!,
        weights = k === 1 ? p : k === 2 ? mul(p, p) : pow(p, k),
        other = rest.terms.size || rest.k ? mul(weights, fitted(of(exp, rest), p.shape)) : weights,
        scaled = sum(typeof f.sign === "number" ? other : mul(other, f.sign), dimsOf(over)),
        better = scaled.op.forms?.ask?.(scaled)?.node ?? scaled,
        laid = relaid(t, better);
      made.c *= f.sign === -1 ? (-1) ** e : 1;
      made.factors.set(laid.hash, { t: laid, e });
    }
    if (made.factors.size) return made;
  }
  return null;
}

/** x over its sum along dimensions, or over the n-th part of that, by elements that are no exponentials. */
export function portionOf(node: Tensor, x: Tensor, n = 1): { readonly node: Tensor; readonly along: Tensor } | null {
  const over = node.attrs as Reduction;
  if (node.inputs[0]!.hash !== x.hash || x.dtype !== "float32" || isNative(logForm(x))) return null;
  const part = portion(x, over);
  return { node: n === 1 ? part : mul(part, n), along: spread(node, x.shape, over) };
}
