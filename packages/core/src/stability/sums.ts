/** What sums ask: offsets, so that constants cancel before anything is rounded. And what sums state: the logarithm of a sum of exponentials. */
import { add } from "../ops/add.js";
import { maximum } from "../ops/maximum.js";
import { mul } from "../ops/mul.js";
import { sub } from "../ops/sub.js";
import { sign } from "../ops/sign.js";
import { number } from "../tensor/create.js";
import { apply } from "../ops/row.js";
import { held, whereGone } from "./held.js";
import { logaddexp } from "../ops/logaddexp.js";
import { softplus } from "../ops/softplus.js";
import type { Shape } from "../tensor/shape.js";
import { isWall, statement, type Tensor } from "../tensor/tensor.js";
import { type Better, isNative, type Log, logForm, native, offsetsOf, ownOffsets, signProduct } from "./forms.js";
import { signOf } from "./interval.js";
import { logAbsExpm1, logDifference, logOf1p } from "./logs.js";
import { byMultiple, heldWide, isUseful } from "./kept.js";
import { factorsOfPair, named, paired } from "./pairs.js";
import { asRegion, sharesRounded, strays } from "./region.js";
import { bySide, rising } from "./sides.js";
import { exponentOf, termOf } from "./terms.js";
import { sharesIn } from "./others.js";
import { CANCELLED, leftOf } from "./cancelling.js";
import { emit, of, settle } from "./emit.js";
import { powerIn } from "./squares.js";
import { affine, atom, cost, fitted, isZero, keeps, type Lin, lin, plus, type Term, times, WIDE } from "./lin.js";
import { memoised, once } from "./memo.js";

/** Ways to restate are tried for so few terms, logarithms taken of so few. */
const MAX_RESTATED = 3;
const MAX_TERMS = 6;
/** No logarithm goes through more sums of terms of any sign. */
const MAX_SIGNED = 3;

/** What a sum asks: offsets; differences of one function; or not to be rounded before it cancels. */
export function askSum(node: Tensor, asWritten = node): Better | null {
  const left = byLeft(node, asWritten);
  if (left) return left;
  const written = affine(node);
  if (written.terms.has(node.hash)) return null;
  if (!written.terms.size || cost(written) < 2) return byMultiple(node, written);
  return (
    byName(node, written) ??
    byCentring(node, written) ??
    byFactor(node, written) ??
    byWeights(node, written) ??
    byOthers(node, written) ??
    byOffsets(node, written) ??
    byName(node, written, WIDE) ??
    byPairs(node, written) ??
    unrounded(node)
  );
}
/** A sum in which something cancels as it was written, or as its terms were restated; what is gone is looked at where it need not be in range. */
function byLeft(node: Tensor, asWritten: Tensor): Better | null {
  const left = leftOf(asWritten) ?? (asWritten === node ? null : leftOf(node));
  if (!left) return null;
  // Constants that cancel are gone already where each term was restated without its own.
  const now = affine(node);
  if (asWritten !== node && !left.gone.length && !left.sum.k && !now.k && !now.terms.has(node.hash) && cost(now) <= cost(left.sum))
    return { node: summed(now, node.shape), why: CANCELLED };
  const rest = isFixed(left.sum) ? summed(left.sum, node.shape) : operandsOf(left.sum).reduce((a, b) => add(a, b)),
    t = left.gone.reduce((s, g) => apply(whereGone.op, [s, insteadOf(g)]), rest),
    whole = (left.gone.some(strays) && asRegion(t)) || t;
  return { node: fitted(whole, node.shape), why: CANCELLED };
}
/** Whether no number in a sum is one that may be another the next time: the op of a sum has its numbers in it. */
const isFixed = ({ k, terms }: Lin): boolean => Number.isInteger(k) && terms.values().every(({ c }) => Number.isInteger(2 * c));
/** The terms of a sum. Numbers are operands: they may be others the next time. */
export const operandsOf = ({ k, terms }: Lin): Tensor[] =>
  terms
    .values()
    .map(({ of: t, c }) => scaledBy(t, c))
    .concat(k === 0 ? [] : [number(k)]);
/** Of e^l, which may be infinite by rounding alone, l; that may be −∞. */
function insteadOf(t: Tensor): Tensor {
  const f = logForm(t);
  return isNative(f) && f.positive ? maximum(emit(f.log, t.shape), 0) : t;
}
/** c·(e^u + e^−u) and the like. */
function byName(node: Tensor, written: Lin, most = 2): Better | null {
  const l = cost(written) <= most ? named(written) : null;
  return l && { node: fitted(emit(l), node.shape), why: "the sum has a name" };
}
/** Under a view too, and of a multiple. */
const centreOf: (t: Tensor) => ((sum: Lin) => Lin | null) | null = /* @__PURE__ */ once((t) => {
  const s = statement(t);
  if (isWall(s)) return null;
  if (s.layout) return centreOf(s.inputs[0]!);
  const { terms } = affine(t),
    [only] = terms.values();
  return s.op.forms?.centre ?? (terms.size === 1 && only!.of.hash !== t.hash ? centreOf(only!.of) : null);
});
function byCentring(node: Tensor, written: Lin): Better | null {
  for (const { of: t } of written.terms.values()) {
    const l = centreOf(t)?.(written);
    if (l) return { node: emit(l, node.shape), why: "squares and products are of distances or of pairs, which do not cancel" };
  }
  return null;
}
/** A sum by what its products ask. @internal */
export const collected = (node: Tensor): Tensor => byWeights(node, affine(node))?.node ?? node;
function byWeights(node: Tensor, { terms }: Lin): Better | null {
  for (const { of: t } of terms.values()) {
    const s = statement(t),
      collect = isWall(s) ? undefined : s.op.forms?.collected;
    if (collect) return collect(node);
  }
  return null;
}
/** By what the rows of its products ask, that have a factor in common. */
function byFactor(node: Tensor, { terms }: Lin): Better | null {
  const asked: unknown[] = [];
  for (const { of: t } of terms.values()) {
    const s = statement(t),
      common = isWall(s) ? undefined : s.op.forms?.common;
    if (!common || asked.includes(common)) continue;
    const better = common(node);
    if (better) return better;
    asked.push(common);
  }
  return null;
}
/** k − k·(several elements of a row that adds up to 1) as k times the others. */
function byOthers(node: Tensor, written: Lin): Better | null {
  const shares = sharesIn(written);
  if (!shares?.k || shares.c !== -shares.k) return null;
  return {
    node: emit(plus({ ...shares.rest, k: 0 }, atom(shares.others), shares.k), node.shape),
    why: "what is left beside several shares is the sum of the others",
  };
}
function byPairs(node: Tensor, written: Lin): Better | null {
  let l: Lin | null = paired(written);
  if (!l) return null;
  for (let more: Lin | null = l; more; more = paired(l)) l = more;
  const t = emit(l, node.shape);
  t.written ??= node;
  return { node: t, why: "a difference of one function at two places, stated by the difference of the places" };
}
/** One op that is evaluated wide, where what was rounded could cancel. */
function unrounded(node: Tensor): Better | null {
  const l = affine(node),
    t = isSquareLess(l) || sharesRounded([...l.terms.values()].map((t) => t.of)) ? asRegion(node) : null;
  return t && { node: t, why: "terms that may cancel are not rounded before they do" };
}
/** A square less a number, or a number less a square: 0 at numbers about which the square is rounded. */
function isSquareLess({ k, terms }: Lin): boolean {
  const [only] = terms.values();
  return only !== undefined && terms.size === 1 && k * only.c < 0 && powerIn(only.of)?.e === 2;
}

/** A sum that is 0 is +0, also where one negative term is left of it. */
function positiveZero(l: Lin, shape: Shape): Tensor {
  const [only] = l.terms.values(),
    negative = only && !l.k && l.terms.size === 1 && only.c === -1;
  return negative ? fitted(sub(0, only.of), shape) : emit(l, shape);
}
/** A Lin as a tensor, by the offsets of its terms where they make it shorter. @internal */
export function summed(l: Lin, shape: Shape): Tensor {
  const t = emit(l, shape);
  return (cost(l) >= 2 ? (byOthers(t, l) ?? byOffsets(t, l)) : null)?.node ?? t;
}

/** What the offsets of a node are from, beside constants. */
const basesOf: (t: Tensor) => readonly number[] = /* @__PURE__ */ once((t) => ownOffsets(t).flatMap((o) => o.base.terms.keys()));
/** Whether the offset of a term has what another term is, or its offset has: constants alone make no sum shorter that has none. */
function meets(written: Lin, terms: readonly Term[]): boolean {
  const seen = new Set(written.terms.keys());
  return terms.some(({ of }) => {
    const bases = basesOf(of),
      found = bases.some((hash) => seen.has(hash));
    for (const hash of bases) seen.add(hash);
    return found;
  });
}
/** A sum of few terms, restated by the offsets of its terms if it becomes shorter, or its constant a thousand times smaller. */
function byOffsets(node: Tensor, written: Lin): Better | null {
  const all = [...written.terms.values()];
  // What a logarithm gives is an offset from 1, which takes a constant away only from the other side.
  const isAgainst = all.some(({ c }) => c * written.k < 0);
  const asked = written.k ? (isAgainst ? offsetsOf : ownOffsets) : meets(written, all) ? offsetsOf : null;
  let options = all.map(({ of, c }) => ({ of, c, offsets: asked?.(of) ?? [] }));
  if (all.length > MAX_RESTATED) options = options.filter(({ of, c, offsets }) => isUseful(written, of, c, offsets));
  if (options.length > MAX_RESTATED) return null;
  let best: { l: Lin; length: number; used: number; held?: Tensor | null } = { l: written, length: cost(written), used: 0 };
  const consider = (l: Lin, restated: readonly Tensor[]): void => {
    const used = restated.length,
      whole = settle(Math.abs(l.k) < 1e-15 * Math.abs(written.k) ? { ...l, k: 0 } : l),
      length = cost(whole, written.k),
      better = length < best.length || (length === best.length && used < best.used);
    if (!better) return;
    const held = used && keeps(written, whole, restated) ? heldWide(whole, written) : undefined;
    if (held !== null) best = { l: whole, length, used, held };
  };
  // A restated term leaves at least one term behind, so longer ways than the best are not tried; as long ones where terms could merge.
  const search = (i: number, base: Lin, ways: readonly { readonly of: Tensor; readonly rest: () => Lin }[]): void => {
    if (i < options.length) {
      const { of, c, offsets } = options[i]!;
      search(i + 1, base, ways);
      for (const o of offsets) search(i + 1, plus(plus(base, atom(of), -c), o.base, c), [...ways, { of, rest: () => times(o.rest(), c) }]);
    } else if (cost(base, written.k) + ways.length < best.length + (all.length > 1 ? 1 : 0))
      consider(
        ways.reduce((s, { rest }) => plus(s, rest()), base),
        ways.map((w) => w.of),
      );
  };
  search(0, written, []);
  if (best.l === written) return null;
  const t = best.held ? fitted(best.held, node.shape) : positiveZero(best.l, node.shape);
  if (best.held) t.written = node;
  return { node: t, why: "restated as an offset, so that nothing cancels after rounding" };
}

/** The logarithm of a sum whose terms have logarithms: log(e^a + e^b), or log|e^a − e^b|; of others by the greatest exponent. */
export function logSum(node: Tensor): Log | null {
  const whole = affine(node);
  if (whole.terms.size > MAX_TERMS || whole.terms.get(node.hash)?.of === node) return null;
  const all = [...whole.terms.values()].map((term) => ({ ...term, f: logForm(term.of) }));
  const pair = factorsOfPair(whole);
  if (pair) return ofPair(pair, node.shape);
  if (!all.some(({ f }) => isNative(f))) return whole.k === 1 ? logOf1p(node, { ...whole, k: 0 }) : null;
  const parts = (): Log[] => {
    const found: Log[] = all.map(({ of: t, c, f }) =>
      isKnown(f)
        ? native(() => plus(f.log, lin(Math.log(Math.abs(c)))), signProduct(f.sign, c < 0 ? -1 : 1))
        : { ...f, sign: scaledBy(t, c), log: lin(0) },
    );
    return whole.k ? [...found, { sign: whole.k < 0 ? -1 : 1, log: lin(Math.log(Math.abs(whole.k))), quality: "free", positive: false }] : found;
  };
  if (whole.k >= 0 && all.every(({ f, c }) => isKnown(f) && f.positive && c > 0)) return native(() => logOfSum(parts()));
  const signed = parts();
  if (signed.length === 1) return native(() => signed[0]!.log, signed[0]!.sign);
  const plusses = signed.filter((p) => p.sign === 1),
    minuses = signed.filter((p) => p.sign === -1);
  if (plusses.length + minuses.length < signed.length) return all.every(({ of: t }) => signedBelow(t) < MAX_SIGNED) ? scaledSum(node, signed) : null;
  if (!plusses.length) return native(() => logOfSum(minuses), -1);
  if (!minuses.length) return native(() => logOfSum(plusses));
  const known = signOf(node),
    [above, below] = [plusses, minuses].map(logOfSum) as [Lin, Lin],
    // A number in front has no gradient that the other's could cancel.
    [big, small] = known === -1 || (!known && !below.terms.size) ? [below, above] : [above, below];
  const apart = known ? null : unlike(big, small);
  if (apart) return native(() => atom(of(logDifference, ...apart)), sign(emit(plus(above, below, -1))));
  const log = of(logAbsExpm1, plus(small, big, -1));
  if (known) return native(plus(big, atom(log)), known);
  const f = bySide(log, emit(plus(above, below, -1)));
  return native(() => plus(big, f.log), f.sign);
}
/** Of what f is at two places, less: where these are one it is 0, with the slope of f. */
const ofPair = ({ log, of, sign: s }: NonNullable<ReturnType<typeof factorsOfPair>>, shape: Shape): Log =>
  native(log, () => fitted(rising(emit(times(of, s))), shape));
/** Two logarithms, of which each is ± one tensor, and whose difference is no more than that. */
function unlike(big: Lin, small: Lin): [Lin, Lin] | null {
  const isOne = ({ k, terms }: Lin): boolean => !k && terms.size === 1 && Math.abs(terms.values()[0]!.c) === 1,
    d = plus(small, big, -1);
  return isOne(big) && isOne(small) && settle(d).terms.size === 2 && !paired(d) ? [big, small] : null;
}
/** Through how many sums of terms of any sign, each of which works out again what is below it, a logarithm is known. */
const signedBelow: (t: Tensor) => number = /* @__PURE__ */ memoised((t, self) => {
  const f = logForm(t),
    s = statement(t);
  if (!isNative(f)) return 0;
  return Math.max(0, ...s.inputs.map(self)) + (s.op.forms?.adds === "terms" && !f.positive ? 1 : 0);
});
const isKnown = (f: Log): boolean => f.quality !== "derived";
export const scaledBy = (t: Tensor, c: number): Tensor => (c === 1 ? t : mul(t, c));
/** Σ s·e^l as (Σ s·e^(l − m))·e^m, m the greatest of the exponents. */
export function scaledSum(node: Tensor, parts: readonly Log[]): Log {
  let greatest: Tensor | null = null;
  const m = (): Tensor => (greatest ??= held(parts.map((p) => exponentOf(p.sign, emit(p.log, node.shape))).reduce((a, b) => maximum(a, b)))),
    part = (p: Log): Tensor => termOf(p.sign, plus(p.log, atom(m()), -1));
  return native(
    () => atom(m()),
    () => {
      const sum = parts.map(part).reduce((a, b) => add(a, b));
      return asRegion(sum) ?? sum;
    },
  );
}
const logOfSum = (parts: readonly Log[]): Lin =>
  parts.map((p) => p.log).reduce((a, b) => atom(isZero(a) ? of(softplus, b) : isZero(b) ? of(softplus, a) : of(logaddexp, a, b)));
