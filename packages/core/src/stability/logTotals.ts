/**
 * Logarithms of sums over dimensions whose terms are elementary functions. Where float64 holds the sum, its logarithm is that of terms that are not rounded: near 1
 * nothing is left of what rounding does to them, or to their logarithms.
 */
import { withLimits } from "../ops/derivative.js";
import { type Op, op } from "../ops/op.js";
import { type Reduction, without } from "../ops/reduction.js";
import { apply, elementwise } from "../ops/row.js";
import { Wide } from "../ops/wide.js";
import { LRU } from "../plan/lru.js";
import { type Ex, input } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { record, isWall, layoutOf, statement, type Tensor } from "../tensor/tensor.js";
import { rowsIn } from "./expectations.js";
import { isNative, logForm } from "./forms.js";
import { rangeOf } from "./interval.js";
import { through } from "./layout.js";
import { fitted } from "./lin.js";
import { buffersIn } from "./numbers.js";
import { regionOf } from "./region.js";

/** No term reads more. */
const MAX_ATOMS = 8;
/** Terms between these, so many of them, have a sum that float32 holds, and a quotient by it. */
const FAR = 2 ** 60;
const MANY = 2 ** 40;

/** Beyond, float64 has not held an exponential. */
const HELD = 600;
const isWithin = (s: Ex): Ex => w.and(w.lt(1 / FAR, s), w.lt(s, FAR));
/** The logarithm a of what float64 holds, else l. */
const orLog = /* @__PURE__ */ elementwise<2>("log of total", {
  body: (a, l) => w.where(w.lt(w.abs(a), HELD), a, l),
  deriv: [null, () => 1],
  forms: { logarithmic: true, isOwn: true },
});
/** The same as a function of the sum s, where that has a quotient by it, else of l. */
const orLogOf = /* @__PURE__ */ elementwise<3>("log of total", {
  body: (a, s, l) => w.where(w.eq(s, s), w.where(w.lt(w.abs(a), HELD), a, l), NaN),
  deriv: [null, (_, s) => w.where(isWithin(s), w.div(1, s), 0), (_, s) => w.where(isWithin(s), 0, 1)],
  forms: { logarithmic: true, isOwn: true },
});
/** The logarithm a of the sum s, as a function of s. A body must not be one of its operands: in a region it would have the derivative of that. */
const ofTotal = /* @__PURE__ */ elementwise<2>("log of total", {
  body: (a, s) => w.where(w.eq(s, s), a, NaN),
  deriv: [null, (_, s) => w.div(1, s)],
  forms: { logarithmic: true, isOwn: true },
});

/** log x, where x is such a sum, or a view of one; `l` is what else is known of it. */
export function logOfTotal(x: Tensor, l: () => Tensor): Tensor | null {
  const total = x.dtype === "float32" ? totalIn(x) : null;
  if (!total) return null;
  if (total.isWithin) return apply(ofTotal.op, [total.log, total.sum]);
  // What is restated, as of shares of a row, has the better gradient.
  return layoutOf(total.sum).base.written ? apply(orLogOf.op, [total.log, total.sum, l()]) : apply(orLog.op, [total.log, l()]);
}
interface Total {
  readonly log: Tensor;
  readonly sum: Tensor;
  readonly isWithin: boolean;
}
function totalIn(t: Tensor): Total | null {
  const s = statement(t);
  if (isWall(s)) return null;
  if (s.layout) {
    const inner = s.inputs.length && s.op.again ? totalIn(s.inputs[0]!) : null;
    return inner && { ...inner, log: through(s, inner.log), sum: t };
  }
  const { x, over, share } = s.op.forms?.total?.(s) ?? {};
  if (!x || !over || x.dtype !== "float32" || rangeOf(x)[0] < 0 || !isRounded(x)) return null;
  const log = exactly(x, over, share!),
    [low, high] = rangeOf(x);
  return log && { log, sum: t, isWithin: low > 1 / FAR && high < FAR && x.size < MANY };
}
/** Whether rounding takes something from the logarithms of terms, or from shares of which they are made. */
function isRounded(x: Tensor): boolean {
  const f = logForm(x);
  return !isNative(f) || f.log.terms.values().some(({ of: t }) => regionOf(t).heavy || rowsIn(t).length > 0);
}
const made = /* @__PURE__ */ new LRU<Op>(256);
function exactly(x: Tensor, over: Reduction, share: number): Tensor | null {
  const region = regionOf(x),
    { atoms } = region,
    place = new Map(atoms.map((t, i) => [t.hash, i]));
  if (!region.heavy || !atoms.length || buffersIn(atoms) > MAX_ATOMS || !atoms.every((t) => t.dtype === "float32")) return null;
  const term = withLimits(() => region.at((t): Ex => input(place.get(t.hash)!))),
    self = made.get(`${term.id}|${share}`, () =>
      op("log of total", "reduce", { combine: "sum", wide: new Wide([term], w.log(share === 1 ? input(0) : w.mul(input(0), share))) }),
    );
  return record(
    self,
    atoms.map((t) => fitted(t, x.shape)),
    without(x.shape, over),
    { from: over.from, to: over.to },
  );
}
