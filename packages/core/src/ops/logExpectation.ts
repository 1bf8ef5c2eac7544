/**
 * not an op: log Σ e^L, L = k + Σ c·log p + Σ c·u with p the shares of rows, over those rows. With f = L − log p it is log Σ p·e^f: where that is near 0, log1p of
 * Σ p·(e^f − 1). The gradient by the exponents of a row, r − p with r the shares of e^L, is p·(e^(f − log Σ e^L) − 1).
 */
import { constant, type Ex, input } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { total } from "../stability/cancelling.js";
import { rules } from "../stability/rules.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { inputs, pull } from "./derivative.js";
import { isAlone, made, mapOf, type RowIn, rowWidth, shareAt, shareOf, sumOf } from "./expectation.js";
import { keyOfRow, isPlain } from "./exponents.js";
import { bare, greatest } from "./extreme.js";
import { mul } from "./mul.js";
import { type Op, op } from "./op.js";
import { flattened, type Reduction, spread, without } from "./reduction.js";
import { reshape } from "./reshape.js";
import { reduced, Wide } from "./wide.js";

/** The exponents: k, coefficients of the rows, and of the first inputs, which are no rows. */
export interface Exponent {
  readonly k: number;
  readonly ofRows: readonly number[];
  readonly ofOthers: readonly number[];
}
/** Rows are all over the dimensions that are summed. */
export const logExpectation = (l: Exponent, rows: readonly RowIn[], x: readonly Tensor[], { from, to }: Reduction): Tensor =>
  record(opOf(l, rows, x.length, false), x, without(x[0]!.shape, { from, to }), { from, to }, x[0]!.dtype);

function opOf(l: Exponent, rows: readonly RowIn[], count: number, lost: boolean): Op {
  const key = `log expectation|${lost}|${count}|${l.k}|${l.ofRows.join()}|${l.ofOthers.join()}|${rows.map((r) => [r.at, r.from, r.to, keyOfRow(r.e), r.e.k, ...r.e.cs].join()).join(";")}`,
    body = bodiesOf(l, rows),
    lostOf = ({ inputs, shape, attrs, dtype }: Tensor): Tensor => record(opOf(l, rows, count, true), inputs, shape, attrs, dtype);
  return made.get(key, () =>
    op("log expectation", "composite", {
      parts: (node) => partsOf(key, node, body, lost),
      ...(lost
        ? {}
        : {
            forms: { states: rules, logarithmic: true, lostAmong: (node: Tensor) => lostOf(node) },
            vjp: (g: Tensor, node: Tensor) => slopes(l, rows, body, g, node, lostOf(node)),
          }),
    }),
  );
}
interface Bodies {
  readonly exponent: (x: readonly Ex[]) => Ex;
  /** The logarithm of the share of a row, and the exponent less that. */
  readonly share: (r: number, x: readonly Ex[]) => Ex;
  readonly less: (r: number, x: readonly Ex[]) => Ex;
}
const bodiesOf = ({ k, ofRows, ofOthers }: Exponent, rows: readonly RowIn[]): Bodies => {
  const share = (r: number, x: readonly Ex[]): Ex => shareOf(rows[r]!.e, x.slice(rows[r]!.at, rows[r]!.at + rowWidth(rows[r]!.e))),
    whole = (cs: readonly number[], x: readonly Ex[]): Ex =>
      total(k, [...cs, ...ofOthers], [...rows.map((_, r) => share(r, x)), ...x.slice(0, ofOthers.length)]);
  return { share, exponent: (x) => whole(ofRows, x), less: (r, x) => whole(ofRows.with(r, ofRows[r]! - 1), x) };
};
/** e^(l + d) − e^l, e^l a share, which vanishes where e^d is beyond the range. */
const differenceAt = (l: Ex, d: Ex): Ex =>
  w.where(w.eq(l, -Infinity), 0, w.where(w.lt(1, d), w.sub(w.exp(w.add(l, d)), shareAt(l)), w.mul(shareAt(l), w.expm1(d))));
const sum = (key: string, term: Ex, finish: Ex, lost: boolean): Op =>
  made.get(`${key}|${term.id}|${finish.id}|${lost}`, () => op("log expectation", "reduce", { combine: "sum", wide: new Wide([term], finish, lost) }));

function partsOf(key: string, { inputs: x, attrs, shape }: Tensor, { exponent, share, less }: Bodies, lost: boolean): Tensor {
  const over = attrs as Reduction,
    m = bare(
      greatest,
      mapOf("exponents", (...y) => exponent(y), x),
      over,
    ),
    along = spread(m, x[0]!.shape, over),
    y = inputs(x.length),
    l = exponent(y),
    p = share(0, y);
  const far = w.where(w.lt(w.abs(input(x.length)), Infinity), w.exp(w.sub(l, input(x.length))), 0),
    near = differenceAt(p, less(0, y));
  const parts = [
    ...[false, true].map((lost) => reduced(sum(key, near, w.log1p(input(0)), lost), x, [], over)),
    ...[false, true].map((lost) => reduced(sum(key, far, w.log(input(0)), lost), [...x, along], [], over)),
  ];
  // Where all exponents are −∞ shares do not add up to 1, and nothing is near it.
  const whole = (m: Ex, nearHigh: Ex, nearLow: Ex, high: Ex, low: Ex): Ex =>
    w.where(
      w.lt(w.abs(m), Infinity),
      w.where(w.and(w.lt(-Math.LN2, nearHigh), w.lt(nearHigh, 0.4)), w.add(nearHigh, nearLow), w.add(m, w.add(high, low))),
      m,
    );
  const all = [m, ...parts].map((t) => reshape(t, shape)),
    value = mapOf("log expectation", (...y) => whole(...(y as [Ex, Ex, Ex, Ex, Ex])), all);
  return lost ? mapOf("log expectation", (...y) => w.sub(whole(...(y as unknown as [Ex, Ex, Ex, Ex, Ex])), y[5]!), [...all, value]) : value;
}

function slopes(l: Exponent, rows: readonly RowIn[], { exponent, share, less }: Bodies, g: Tensor, node: Tensor, rest: Tensor): (Tensor | null)[] {
  const { inputs: x, attrs } = node,
    over = attrs as Reduction,
    wide = flattened(x[0]!.shape, over),
    all = [...x, ...[g, node, rest].map((t) => reshape(t, wide))],
    value = (y: readonly Ex[]): Ex => w.add(y.at(-2)!, y.at(-1)!),
    found: (Tensor | null)[] = x.map(() => null);
  const scaled = (t: Tensor, c: number): Tensor => (c === 1 ? t : mul(t, c));
  if (x.slice(0, l.ofOthers.length).some((t) => t.requiresGrad)) {
    const shares = mapOf("log expectation′", (...y) => pull(y.at(-3)!, shareAt(w.sub(exponent(y), value(y)))), all);
    l.ofOthers.forEach((c, i) => (found[i] = x[i]!.requiresGrad ? scaled(shares, c) : null));
  }
  rows.forEach(({ at, e }, r) => {
    const places = isPlain(e) ? [at] : e.cs.map((_, i) => at + i);
    if (!places.some((i) => x[i]!.requiresGrad)) return;
    const own = (...y: Ex[]): Ex => {
      const p = share(r, y);
      return differenceAt(p, w.sub(less(r, y), value(y)));
    };
    // What is greatest alone has what all others have not: where its share is near 1, nothing cancels there.
    const alone = (y: readonly Ex[]): Ex => isAlone(y.slice(at, at + rowWidth(e))),
      others = (...y: Ex[]): Ex => w.where(alone(y), 0, own(...[...y.slice(0, x.length), constant(0), ...y.slice(x.length)])),
      given = [...x, spread(node, x[0]!.shape, over), spread(rest, x[0]!.shape, over)],
      sums = [false, true].map((lost) => reshape(sumOf(others, given, rows, over, lost), wide));
    const slope = mapOf(
      "log expectation′",
      (...y) => {
        const [before, [high, low]] = [y.slice(0, -2), y.slice(-2) as [Ex, Ex]];
        return pull(y[x.length]!, w.where(alone(y), w.neg(w.add(high, low)), own(...before)));
      },
      [...all, ...sums],
    );
    places.forEach((i, k) => (found[i] = x[i]!.requiresGrad ? scaled(slope, l.ofRows[r]! * (isPlain(e) ? 1 : e.cs[k]!)) : null));
  });
  return found;
}
