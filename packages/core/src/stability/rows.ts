/** What sums over dimensions state: the logarithm of a sum of exponentials; and how l − log Σ e^l is found among the terms of a sum. */
import { amax } from "../ops/amax.js";
import { bare, greatest, share } from "../ops/extreme.js";
import { logSoftmax } from "../ops/logSoftmax.js";
import { exp } from "../ops/exp.js";
import { signedLogsumexp } from "../ops/signedExponents.js";
import { pull } from "../ops/derivative.js";
import { type Op, op } from "../ops/op.js";
import { apply, elementwise } from "../ops/row.js";
import { reduced, wideSum } from "../ops/wide.js";
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { held } from "./held.js";
import { exponentOf, termAt } from "./terms.js";
import { logsumexp } from "../ops/logsumexp.js";
import { mul } from "../ops/mul.js";
import { type Exponents, isPlain, pulled, rowOf, sister, tiesOf } from "../ops/exponents.js";
import { permute } from "../ops/permute.js";
import { dimsOf, type Reduction, spread, without } from "../ops/reduction.js";
import { reshape } from "../ops/reshape.js";
import { softmax } from "../ops/softmax.js";
import { sum } from "../ops/sum.js";
import { broadcast, sameShape, type Shape, sizeOf } from "../tensor/shape.js";
import { isWall, layoutOf, statement, type Tensor } from "../tensor/tensor.js";
import { isWholeRows } from "./expectations.js";
import { logExpectationOf } from "./logExpectations.js";
import { memoised } from "./memo.js";
import { isNative, type Log, logForm, native } from "./forms.js";
import { isCut, liesAs, through } from "./layout.js";
import { meanByShares } from "./means.js";
import { logarithmOfTotal } from "./ranged.js";
import { emit, of, settle } from "./emit.js";
import { monomial } from "./products.js";
import { replaced, totalOf } from "./squares.js";
import { atom, cost, fitted, type Lin, lin, mapAtoms, plus, type Term } from "./lin.js";
import { rules } from "./rules.js";

/** The log form of a sum of x over dimensions: of exponentials their logsumexp, of multiples of them (Σ s·e^(l − m))·e^m, m the greatest exponent. */
export function logOfSumOver(x: Tensor, over: Reduction, mean = false): Log | null {
  const f = logForm(x);
  // Of what is 1 the logarithm has no gradient.
  if (!isNative(f) || !x.size || isWholeRows(x, x.shape, over)) return null;
  const shape = without(x.shape, over),
    less = lin(mean ? -Math.log(countOf(x.shape, over)) : 0);
  if (typeof f.sign === "number") {
    const l = settle(plus(f.log, less)),
      row = logExpectationOf(l, x.shape, over) ?? meanByShares(plus(f.log, less), x.shape, over) ?? rowOf(logsumexp, l, x.shape, over, shape);
    return row && native(atom(row), f.sign);
  }
  const l = emit(f.log, x.shape),
    m = held(amax(exponentOf(f.sign, l), dimsOf(over), { keepdim: true })),
    inputs = [f.sign, l, m].map((t) => fitted(t, x.shape)),
    total = reduced(scaledOp, inputs, [], over);
  return native(plus(atom(reshape(m, shape)), less), total);
}
/** The same for logarithms alone: of multiples of exponentials, log|Σ s·e^l| as one op. */
export function logarithmOfSumOver(node: Tensor, x: Tensor, over: Reduction, mean = false): Log | null {
  const ranged = logarithmOfTotal(node, x, over, mean ? 1 / countOf(x.shape, over) : 1),
    f = logForm(x);
  if (ranged || !isNative(f)) return ranged;
  if (typeof f.sign === "number" || x.dtype !== "float32") return null;
  const l = signedLogsumexp(f.sign, f.log, x.shape, over);
  return l && native(plus(atom(l.log), lin(mean ? -Math.log(countOf(x.shape, over)) : 0)), l.sign);
}
/** A function, which is called as modules are loaded. */
function termOfRow(s: Ex, l: Ex): Ex {
  return termAt(s, l, w.exp(l));
}
/** Σ s·e^(l − m), of terms that are not rounded. */
const scaledOp: Op = /* @__PURE__ */ wideSum(
  "scaled sum",
  (s, l, m) => [termOfRow(s, w.sub(l, m))],
  (t) => t,
  {
    forms: { states: rules },
    vjp: (g, { inputs: [s, l, m], attrs }) => {
      const each = spread(g, s!.shape, attrs as Reduction);
      return [pulled(each, of(exp, plus(atom(l!), atom(m!), -1))), scaledSlope(each, s!, l!, m!), null];
    },
  },
);
const scaledSlope = /* @__PURE__ */ elementwise<4>("scaled sum′", {
  body: (g, s, l, m) => pull(g, termOfRow(s, w.sub(l, m))),
  deriv: [
    (_, s, l, m) => termOfRow(s, w.sub(l, m)),
    (g, _s, l, m) => w.mul(g, w.exp(w.sub(l, m))),
    (g, s, l, m) => w.mul(g, termOfRow(s, w.sub(l, m))),
    null,
  ],
});
const countOf = (shape: Shape, { from, to }: Reduction): number => sizeOf(shape.slice(from, to));

/** A sum that has log Σ e^l, and l beside it, with l − log Σ e^l as one op; null where that is not shorter. */
export function normalised(l: Lin): Lin | null {
  for (const term of l.terms.values()) {
    const other = withLess(l, term) ?? withPart(l, term) ?? withGreatest(l, term) ?? withMean(l, term);
    if (other && cost(other) < cost(l)) return other;
  }
  return unnormalised(l);
}

/** l with elements of one row stated as its exponents, where their log Σ e^l cancels; null where there are none such. */
function unnormalised(l: Lin): Lin | null {
  const parts = [...l.terms.values()].flatMap((term) => {
    const { base } = layoutOf(term.of),
      by = isWall(base) || isWall(term.of) || isCut(term.of) ? undefined : base.op.forms?.less?.(base);
    if (!by) return [];
    const less = layoutOf(asSeen(term.of, spread(by.total, base.shape, base.attrs as Reduction)));
    return [{ term, exponents: by.exponents, key: [less.base.hash, less.offset, ...less.strides].join() }];
  });
  for (const { key } of parts) {
    const same = parts.filter((p) => p.key === key);
    if (same.length < 2 || same.reduce((s, p) => s + p.term.c, 0)) continue;
    return same.reduce(
      (s, { term, exponents }) =>
        plus(
          plus(s, atom(term.of), -term.c),
          mapAtoms(exponents, (x) => asSeen(term.of, x)),
          term.c,
        ),
      l,
    );
  }
  return null;
}
/** A tensor of the shape of what `view` is a view of, as that is seen. */
export function asSeen(view: Tensor, x: Tensor): Tensor {
  const views: Tensor[] = [];
  for (let t = view; t.layout; t = t.inputs[0]!) views.push(t);
  return views.reduceRight((seen, t) => through(t, seen), x);
}

/** What states its exponents of the row that a term is, or is a view of; nothing of what is no such term. */
function rowIn(term: Tensor) {
  const row = statement(term.layout?.base ?? term),
    sums = isWall(row) || isCut(term) ? null : row.op.forms?.sums?.(row);
  return sums ? ([row, sums] as const) : [];
}
/** The row, and x, of rows whose exponents are that one tensor. */
function plainRowIn(term: Tensor) {
  const [row, sums] = rowIn(term);
  return row && isPlain(row.attrs as Exponents) ? ([row, row.inputs[0]!, sums.less] as const) : [];
}
/** l with c·row, or a view of it, stated as c·(exponents − less). */
function withLess(l: Lin, { of: term, c }: Term): Lin | null {
  const [row, sums] = rowIn(term);
  if (!row) return null;
  const exponents = [...sums.exponents.terms.values()],
    full = row.inputs[0]!.shape,
    found = exponents.map((x) => [...l.terms.values()].find((t) => t.c === -c * x.c && isViewOf(t.of, x.of))?.of);
  if (!found.every((t) => t !== undefined)) return null;
  const shape = [term, ...found].reduce<Shape>((s, t) => broadcast("normalised", s, t.shape), []),
    inner = [spread(row, full, row.attrs as Reduction), ...exponents.map((x) => x.of)],
    order = sameOrder([term, ...found], shape, inner, full);
  if (!order) return null;
  const long = full.filter((d) => d !== 1),
    less = reshape(permute(reshape(sums.less(), long), order), shape);
  const rest = found.reduce((s, t, i) => plus(s, atom(t), c * exponents[i]!.c), plus(l, atom(term), -c));
  return plus({ ...rest, k: rest.k + c * sums.exponents.k }, atom(less), -c);
}
/** The same for a view of elements of a row, beside what is taken of their exponents in the same way. */
function withPart(l: Lin, { of: term, c }: Term): Lin | null {
  const [row, sums] = rowIn(term),
    exponents = [...(sums?.exponents.terms.values() ?? [])],
    first = exponents[0];
  if (!row || !first) return null;
  for (const candidate of l.terms.values()) {
    const views = candidate.c === -c * first.c ? viewsBetween(lifted(candidate.of), first.of) : null;
    if (!views) continue;
    const seen = (t: Tensor): Tensor => views.reduceRight((s, v) => through(v, s), fitted(t, first.of.shape)),
      { shape } = candidate.of,
      others = exponents.slice(1).map((x) => [...l.terms.values()].find((t) => t.c === -c * x.c && liesAs(lifted(t.of), seen(x.of)))?.of),
      total = seen(spread(row, first.of.shape, row.attrs as Reduction));
    if (!others.every((t) => t !== undefined) || !sameShape(broadcast("normalised", term.shape, shape), shape) || !liesAs(fitted(term, shape), total))
      continue;
    const rest = [candidate.of, ...others].reduce((s, t, i) => plus(s, atom(t), c * exponents[i]!.c), plus(l, atom(term), -c));
    return plus({ ...rest, k: rest.k + c * sums.exponents.k }, atom(seen(sums.less())), -c);
  }
  return null;
}
/** The same beside the greatest of the exponents. */
function withGreatest(l: Lin, whole: Term): Lin | null {
  const { of: term, c } = whole,
    [row, x] = plainRowIn(term);
  if (!row) return null;
  const { from, to } = row.attrs as Reduction,
    m = asSeen(term, bare(greatest, x, { from, to })),
    beside = l.terms.values().find((t) => t.c === -c && liesAs(t.of, m) && !isCut(t.of));
  return beside ? replaced(l, [whole, beside], asSeen(term, sister({ op: greatestShare }, row, row.shape)), -c) : null;
}
/** The greatest of the logarithms of shares. Its gradient goes by the exponents: of two that differ the logarithms may be one. */
const greatestShare: Op = /* @__PURE__ */ op("amax", "composite", {
  parts: (node) => bare(greatest, sharesOf(node), node.attrs as Reduction),
  forms: { states: rules },
  vjp: (g, node) => {
    const row = sharesOf(node),
      { ties, n } = tiesOf(row);
    return logSoftmax.op.vjp!(share(spread(g, row.shape, row.attrs as Reduction), ties, n), row);
  },
});
const sharesOf = (node: Tensor): Tensor => sister(logSoftmax, node, node.inputs[0]!.shape);
/** The same beside the mean of the exponents by their shares: minus the entropy of these. */
function withMean(l: Lin, whole: Term): Lin | null {
  const { of: term, c } = whole,
    [row, x, less] = plainRowIn(term);
  if (!row || term.layout) return null;
  const over = row.attrs as Reduction,
    p = sister(softmax, row, x.shape);
  for (const t of l.terms.values()) {
    const total = totalOf(t.of);
    if (!total || t.c * total.share !== -c || total.over.from !== over.from || total.over.to !== over.to || !sameShape(t.of.shape, term.shape))
      continue;
    const { c: k, factors } = monomial(total.x);
    if (k !== 1 || factors.size !== 2 || ![p, x].every((f) => factors.get(f.hash)?.e === 1)) continue;
    return replaced(l, [whole, t], fitted(sum(mul(p, less()), dimsOf(over)), t.of.shape), -c);
  }
  return null;
}
/** Views that lead from a tensor to one; null where others do. */
function viewsBetween(t: Tensor, inner: Tensor): Tensor[] | null {
  const views: Tensor[] = [];
  for (; t.hash !== inner.hash; t = t.inputs[0]!) {
    if (!t.layout || !t.inputs.length || !t.op.vjp) return null;
    views.push(t);
  }
  return views.length ? views : null;
}
/** An elementwise op of one view, and of numbers that are the same for all its elements, as that view of the op. */
const lifted: (t: Tensor) => Tensor = /* @__PURE__ */ memoised((t, self) => {
  const s = statement(t),
    view = s.inputs.find((x) => x.layout && x.inputs.length && x.inputs[0]!.size > 1 && sameShape(x.shape, s.shape));
  if (isWall(s) || !s.op.row || !view || !view.op.vjp || !s.inputs.every((x) => x === view || x.ndim === 0)) return t;
  const inner = apply(
    s.op,
    s.inputs.map((x) => (x === view ? view.inputs[0]! : x)),
  );
  return through(view, self(inner));
});
const isViewOf = (a: Tensor, b: Tensor): boolean =>
  layoutOf(a).base.hash === layoutOf(b).base.hash && layoutOf(a).offset === layoutOf(b).offset && isCut(a) === isCut(b);

/**
 * Which dimension of `full`, of those that are not 1, each of `shape` is, if the outer tensors read in shape what the inner ones read in full;
 * null where they do not.
 */
function sameOrder(outer: readonly Tensor[], shape: Shape, inner: readonly Tensor[], full: Shape): number[] | null {
  const a = steps(outer, shape),
    b = steps(inner, full),
    order: number[] = [];
  if (a.length !== b.length) return null;
  for (const key of a) {
    const d = b.findIndex((other, i) => other === key && !order.includes(i));
    if (d < 0) return null;
    order.push(d);
  }
  return order;
}
/** Size and strides of each dimension that is not 1. */
function steps(ts: readonly Tensor[], shape: Shape): string[] {
  const strides = ts.map((t) => layoutOf(fitted(t, shape)).strides);
  return shape.flatMap((d, i) => (d === 1 ? [] : [[d, ...strides.map((s) => s[i])].join()]));
}
