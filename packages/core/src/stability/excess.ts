/** What exponentials are beside 1: e^l − 1 by its name, or as one op in which the logarithm is not rounded. */
import { expm1 } from "../ops/expm1.js";
import { bodyAt } from "../ops/derivative.js";
import { apply } from "../ops/row.js";
import { isWall, statement, type Tensor } from "../tensor/tensor.js";
import { emit, of, settle } from "./emit.js";
import { type Lin } from "./lin.js";
import { later } from "./memo.js";
import { regionOfLin } from "./pairs.js";
import { regionOf, wide } from "./region.js";

/** e^l − 1 by the name it has, if it has one. */
export function namedExcess({ k, terms }: Lin): Tensor | null {
  const [only] = terms.values(),
    from = only && terms.size === 1 && !k ? statement(only.of) : null;
  return from && !isWall(from) ? (from.op.forms?.excess?.(from, only!.c) ?? null) : null;
}
/** e^l − 1. */
export function excessOf(l: Lin): Tensor {
  const s = settle(l),
    terms = [...s.terms.values()],
    named = namedExcess(s);
  if (named) return named;
  // Far from 1 the logarithm, rounded, would cost as many ulp as it is.
  if (!terms.some(({ of: t }) => t.dtype !== "float64" && regionOf(t).inexact)) return of(expm1, s);
  const t = wide("expm1", expm1.op.id, [regionOfLin(s)], (x) => bodyAt(expm1.row, [x!]));
  t.written = later(() => apply(expm1.op, [emit(s)]));
  return t;
}
