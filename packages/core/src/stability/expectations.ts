/** What sums over dimensions ask: to be of terms that are not rounded, where these are made of the shares of rows. */
import { constant, type Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { expectation, type RowIn, shareOf, sharesOf } from "../ops/expectation.js";
import { divergenceTerm } from "../ops/excess.js";
import { logSoftmax } from "../ops/logSoftmax.js";
import { logOf, softmaxOfExponentials } from "../ops/softmaxParts.js";
import { add } from "../ops/add.js";
import { exp } from "../ops/exp.js";
import { log } from "../ops/log.js";
import { div } from "../ops/div.js";
import { mul } from "../ops/mul.js";
import { cut } from "../ops/cut.js";
import { type Exponents, isPlain, lostIn, over as overRow, sister, tiesOf } from "../ops/exponents.js";
import { dimsOf, type Reduction } from "../ops/reduction.js";
import { apply } from "../ops/row.js";
import { softmax } from "../ops/softmax.js";
import { sub } from "../ops/sub.js";
import { sum } from "../ops/sum.js";
import { reduced, wideSum } from "../ops/wide.js";
import { sameShape, type Shape, sizeOf } from "../tensor/shape.js";
import { number } from "../tensor/create.js";
import { isWall, layoutOf, record, statement, type Tensor } from "../tensor/tensor.js";
import { type Better, isNative, logForm } from "./forms.js";
import { emit } from "./emit.js";
import { rangeOf } from "./interval.js";
import { isCut } from "./layout.js";
import { affine, atom, fitted, type Lin, lin, mapAtoms, plus } from "./lin.js";
import { once } from "./memo.js";
import { monomial } from "./products.js";
import { type Region, regionOf, roundedFrom } from "./region.js";
import { asSeen } from "./rows.js";
import { rules } from "./rules.js";
import { buffersIn } from "./numbers.js";

/** No body has more operands. */
const MAX_INPUTS = 16;

/** A row, or a view of one that has all its elements: the row, and which dimensions of the view it lies along. */
interface Seen extends Reduction {
  readonly row: Tensor;
}
function rowSeen(t: Tensor): Seen | null {
  const { base, strides } = layoutOf(t);
  if (isWall(t) || !base.op.forms?.ofShare || isCut(t)) return null;
  const { from, to } = base.attrs as Reduction;
  if (!t.layout) return { row: base, from, to };
  if (t.size !== base.size || strides.includes(0)) return null;
  const whole = layoutOf(base),
    size = sizeOf(base.shape.slice(from, to)),
    step = whole.strides[to - 1]!;
  // The dimensions that lie one in another as those of the row do.
  for (let end = t.ndim; end > 0; end--) {
    if (strides[end - 1] !== step || t.shape[end - 1] === 1) continue;
    let first = end - 1;
    while (first > 0 && sizeOf(t.shape.slice(first, end)) < size && strides[first - 1] === strides[first]! * t.shape[first]!) first--;
    if (sizeOf(t.shape.slice(first, end)) === size) return { row: base, from: first, to: end };
  }
  return null;
}
/** Of a logarithm that is not rounded rounding takes nothing: the hashes of what it would. */
const lossesOf = (atoms: readonly Tensor[]): ReadonlySet<number> => new Set(atoms.flatMap((t) => (rowSeen(t) && lostIn(t)?.hash) ?? []));
/** Whether a row is not broadcast along itself. */
const isWhole = (t: Tensor, { from, to }: Reduction, shape: Shape): boolean =>
  t.shape.slice(from, to).every((d, i) => shape[shape.length - t.ndim + from + i] === d);

/** Σ x·share over dimensions as one sum of what is not rounded, where x is made of shares of rows. */
export function askExpectation(node: Tensor, share: number): Better | null {
  const given = node.inputs[0]!,
    over = node.attrs as Reduction;
  if (node.dtype !== "float32") return null;
  const counted = withWholeRows(node, share);
  if (counted || hasOwn(given)) return counted;
  const region = regionOf(given),
    stated = divergence(given, over);
  // A product with one share has a gradient in which nothing is rounded before it cancels.
  if (!region.mixed && !givesRounded(given)) return null;
  const read = stated && regionOf(stated),
    t = opened(region, read, given.shape, over, share, exact) ?? opened(region, read, given.shape, over, share, (row) => row);
  if (!t) return null;
  t.written = node;
  return { node: t, why: "terms of probabilities are not rounded before they are summed, nor in the gradient" };
}
/** What has a gradient of its own: shares, their complements, or logarithms of them. */
const hasOwn = ({ layout, op: { forms } }: Tensor): boolean => layout !== null || (forms?.ofShare !== undefined && forms.isPower !== true);
/** Whether a sum is of powers of what shares leave of 1, or of powers of shares that are one op: the gradient by them is rounded. */
const givesRounded = (x: Tensor): boolean =>
  affine(x)
    .terms.values()
    .some(({ of: t }) =>
      [...monomial(t).factors.values()].some(({ t: f, e }) => rowSeen(f) && (!hasOwn(f) || (Math.abs(e) > 1 && f.op !== softmax.op))),
    );
/** How many rows of shares there are, of all their shares: the sum of a row is 1, or 0 where it has none. Constant. */
const rows = /* @__PURE__ */ wideSum(
  "rows of shares",
  (x) => [x],
  (total) => w.round(total),
  {
    forms: { states: rules, offsets: (node) => [{ base: lin(1), rest: () => atom(sub(node, 1)) }] },
    vjp: (_, { inputs: [x] }) => [fitted(number(0), x!.shape)],
  },
);
const isShares = ({ op }: Tensor): boolean => op === softmax.op || op === softmaxOfExponentials;
/** Whether a sum over dimensions of a shape is of rows of shares, of each row all. */
export function isWholeRows(t: Tensor, shape: Shape, over: Reduction): boolean {
  const { base } = layoutOf(t);
  if (isWall(t) || !isShares(base) || isCut(t) || !t.size) return false;
  const { from, to } = base.attrs as Reduction,
    unit = sizeOf(base.shape.slice(to)),
    row = unit * sizeOf(base.shape.slice(from, to)),
    { offset, strides } = layoutOf(fitted(t, shape)),
    steps = strides.map((s, d) => ({ d, by: Math.abs(s), to: Math.abs(s) * shape[d]! })).filter((s) => s.by && shape[s.d]! > 1),
    first = strides.reduce((at, s, d) => at + Math.min(0, s * (shape[d]! - 1)), offset);
  // Steps of which each begins where the one before it ends see all elements between.
  let end = unit;
  const others = steps.sort((a, b) => a.by - b.by).filter((s) => s.d < over.from || s.d >= over.to || s.by !== end || ((end = s.to), false));
  return end % row === 0 && (first - (first % unit)) % row === 0 && others.every((s) => s.by % row === 0 || s.to <= unit);
}
/** With 1 − p in the place of what is that by its name. */
const withShares = (l: Lin): Lin =>
  l.terms.values().reduce((s, { of: t, c }) => {
    const shares = layoutOf(t).base.op.forms?.ofShare && !isWall(t) && !isCut(t) ? layoutOf(t).base.op.forms?.fallen?.(layoutOf(t).base) : null;
    return shares
      ? plus(
          plus(s, atom(t), -c),
          mapAtoms(shares, (x) => asSeen(t, x)),
          c,
        )
      : s;
  }, l);
/** With the sums of whole rows of shares as what they are: no gradient of theirs is left to roundings. */
function withWholeRows(node: Tensor, share: number): Better | null {
  const given = node.inputs[0]!,
    { shape } = given,
    over = node.attrs as Reduction,
    l = withShares(affine(given)),
    whole = [...l.terms.values()].filter((t) => isWholeRows(t.of, shape, over));
  if (!whole.length) return null;
  const rest = whole.reduce((l, t) => plus(l, atom(t.of), -t.c), l),
    n = sizeOf(shape.slice(over.from, over.to)) * share,
    others = rest.terms.size ? atom(record(node.op, [emit(rest, shape), ...node.inputs.slice(1)], node.shape, over, node.dtype)) : lin(rest.k * n),
    all = whole.reduce((l, t) => plus(l, atom(reduced(rows, [fitted(t.of, shape)], [], over)), t.c * share), others);
  return { node: emit(all, node.shape), why: "the shares of a row add up to 1" };
}
/** log Σ e^l over dimensions, of the logarithms l of all shares of rows. */
export function logOfWholeRows(node: Tensor): Better | null {
  const [x] = node.inputs as [Tensor],
    over = node.attrs as Reduction,
    { base } = layoutOf(x);
  if (base.op !== logSoftmax.op || isWall(x) || isCut(x)) return null;
  const shares = asSeen(x, sister(softmax, base, base.shape)),
    better = isWholeRows(shares, x.shape, over) ? askExpectation(sum(shares, dimsOf(over)), 1) : null;
  return better && { ...better, node: log(better.node) };
}
/** log Σ e^l of what is made of shares and has a range: by the sum, of which no term is rounded, unless that may be near 1. */
export function logOfShares(node: Tensor): Better | null {
  const [x] = node.inputs as [Tensor],
    over = node.attrs as Reduction,
    [low, high] = rangeOf(x),
    n = sizeOf(x.shape.slice(over.from, over.to));
  if (!rowsIn(x).length || !(n * Math.exp(low) > FROM_1 && n * Math.exp(high) < LARGE)) return null;
  const better = askExpectation(sum(exp(x), dimsOf(over)), 1);
  return better && { ...better, node: log(better.node) };
}
const FROM_1 = 1.25;
const LARGE = 2 ** 64;
/**
 * A row with what rounding took from its exponents among them: where shares are nearly equal their differences are of few of the digits. What was taken from the
 * greatest is taken from all, so that where its share is near 1 it keeps what it is less.
 */
const exact: (row: Tensor) => Tensor = /* @__PURE__ */ once((row) => {
  const e = row.attrs as Exponents,
    [x] = row.inputs as [Tensor],
    lost = isPlain(e) && !e.exponential ? roundedFrom(x) : null;
  if (!lost) return row;
  const { ties, n } = tiesOf(row),
    less = cut(sub(lost, div(overRow(mul(lost, ties), e), n)));
  return record(row.op, [x, less], row.shape, { ...e, cs: [1, 1] } satisfies Exponents, row.dtype);
});
function opened(
  region: Region,
  stated: Region | null,
  shape: Shape,
  over: Reduction,
  share: number,
  stating: (row: Tensor) => Tensor,
): Tensor | null {
  const others: Tensor[] = [],
    rows = new Map<number, Seen & { readonly seen: Tensor; at: number }>(),
    place = new Map<number, { readonly row: Tensor; readonly key: number } | number>(),
    atoms = [...region.atoms, ...(stated?.atoms ?? [])],
    lost = lossesOf(atoms);
  for (const t of atoms) {
    const { hash } = t;
    if (place.has(hash) || lost.has(hash)) continue;
    const seen = rowSeen(t);
    if (!seen) {
      place.set(hash, others.push(fitted(t, shape)) - 1);
      continue;
    }
    const before = shape.length - t.ndim,
      log = asSeen(t, logOf(seen.row));
    if (!isWhole(t, seen, shape)) return null;
    if (!rows.has(log.hash)) rows.set(log.hash, { row: stating(seen.row), from: before + seen.from, to: before + seen.to, seen: t, at: 0 });
    place.set(hash, { row: seen.row, key: log.hash });
  }
  if (!rows.size) return null;
  const inputs = [...others];
  for (const row of rows.values()) {
    row.at = inputs.length;
    inputs.push(...sharesOf(row.row).map((t) => fitted(asSeen(row.seen, t), shape)));
  }
  if (buffersIn(inputs) > MAX_INPUTS) return null;
  const ends = [...rows.values()].map((r, i, all) => all[i + 1]?.at ?? inputs.length);
  const keys = [...rows.keys()];
  const bodyOf =
    (r: Region) =>
    (...y: Ex[]): Ex => {
      const logs = new Map([...rows].map(([key, x], i) => [key, shareOf(x.row.attrs as Exponents, y.slice(x.at, ends[i]))]));
      return r.at((t) => {
        const p = place.get(t.hash);
        return p === undefined ? constant(0) : typeof p === "number" ? y[p]! : p.row.op.forms!.ofShare!(logs.get(p.key)!, p.row);
      });
    };
  const all: RowIn[] = keys.map((k) => ({
    at: rows.get(k)!.at,
    from: rows.get(k)!.from,
    to: rows.get(k)!.to,
    e: rows.get(k)!.row.attrs as Exponents,
  }));
  return expectation(bodyOf(region), inputs, all, { over, share, ...(stated && { stated: bodyOf(stated) }) });
}

/** Sums over the same dimensions of what is made of the same rows, as one sum; null where there are none such. */
export function summedTogether(l: Lin): Lin | null {
  const sums = [...l.terms.values()].flatMap((term) => {
    const s = statement(term.of),
      total = isWall(s) ? undefined : s.op.forms?.total?.(s);
    return total ? [{ term, x: total.x, over: total.over, share: total.share, rows: rowsIn(total.x) }] : [];
  });
  for (const [i, first] of sums.entries()) {
    const same = sums.filter(
      (t, j) =>
        j >= i &&
        sameShape(t.x.shape, first.x.shape) &&
        t.over.from === first.over.from &&
        t.over.to === first.over.to &&
        t.rows.some((r) => first.rows.includes(r)),
    );
    if (same.length < 2 || same.length > MAX_TOGETHER) continue;
    const x = same.map((t) => (t.term.c * t.share === 1 ? t.x : mul(t.x, t.term.c * t.share))).reduce((a, b) => add(a, b)),
      node = sum(x, dimsOf(first.over)),
      better = askExpectation(node, 1);
    return (
      better &&
      plus(
        same.reduce((s, t) => plus(s, atom(t.term.of), -t.term.c), l),
        atom(fitted(better.node, first.term.of.shape)),
      )
    );
  }
  return null;
}
const MAX_TOGETHER = 4;
/** What names the rows whose shares a value is made of. */
export const rowsIn: (x: Tensor) => readonly number[] = /* @__PURE__ */ once((x) =>
  regionOf(x).atoms.flatMap((t) => {
    const seen = rowSeen(t);
    return seen ? [logOf(seen.row).hash] : [];
  }),
);

/** Σ p·(log p − log q), of which p and q have the sum 1, as Σ p·(q/p − 1 − log(q/p)): no term is negative. */
function divergence(x: Tensor, over: Reduction): Tensor | null {
  let p: Tensor | null = null,
    sum: Lin = lin(0);
  for (const { of: t, c } of affine(x).terms.values()) {
    const { c: scale, factors } = monomial(t),
      [a, b] = [...factors.values()];
    if (!a || !b || factors.size !== 2 || a.e !== 1 || b.e !== 1) return null;
    const weight: Tensor | null = isShare(a.t) && (!p || a.t.hash === p.hash) ? a.t : isShare(b.t) && (!p || b.t.hash === p.hash) ? b.t : null;
    if (!weight) return null;
    p = weight;
    sum = plus(sum, affine(weight === a.t ? b.t : a.t), c * scale);
  }
  // What rounding took from the logarithms is no term: they are not rounded here.
  const l = p && logForm(p).log,
    lost = lossesOf([...sum.terms.values()].map((t) => t.of)),
    logs = [...sum.terms.values()].filter((t) => !lost.has(t.of.hash)),
    [q, other] = logs.sort((s, t) => Number(l!.terms.has(s.of.hash)) - Number(l!.terms.has(t.of.hash)));
  if (!p || affine(x).k || sum.k || logs.length !== 2 || !l!.terms.has(other!.of.hash) || q!.c !== -other!.c) return null;
  const seen = [q!.of, other!.of].map(rowSeen),
    shape = x.shape;
  // Both rows lie in what is summed.
  const whole = [q!.of, other!.of].every((t, i) => {
    const before = shape.length - t.ndim,
      s = seen[i];
    return s && s.row.op === logSoftmax.op && before + s.from >= over.from && before + s.to <= over.to && isWhole(t, s, shape);
  });
  return whole ? fitted(mul(apply(divergenceTerm.op, [p, q!.of, other!.of]), other!.c), shape) : null;
}
const isShare = (t: Tensor): boolean => {
  const f = logForm(t);
  return isNative(f) && f.sign === 1 && !f.log.k && f.log.terms.size === 1 && [...f.log.terms.values()][0]!.c === 1;
};
