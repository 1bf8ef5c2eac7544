/** A Lin as a tensor: restated where that makes it shorter, and summed in float64 and rounded once. */
import { neg } from "../ops/neg.js";
import type { Op } from "../ops/op.js";
import { bodyAt, derivAt } from "../ops/derivative.js";
import { lostIn } from "../ops/exponents.js";
import { apply, type Elementwise, make } from "../ops/row.js";
import { constant, type Ex } from "../scalar/expr.js";
import { mul, type Scalar } from "../scalar/words.js";
import { LRU } from "../plan/lru.js";
import { number } from "../tensor/create.js";
import type { Shape } from "../tensor/shape.js";
import { isWall, statement, type Tensor } from "../tensor/tensor.js";
import { plus1, total } from "./cancelling.js";
import { ownOffsets } from "./forms.js";
import { type Interval, product } from "./interval.js";
import { affine, atom, cost, fitted, keeps, type Lin, lin, plus } from "./lin.js";
import { later } from "./memo.js";
import { Numbers } from "./numbers.js";
import { named, paired, regionOfLin } from "./pairs.js";
import { isSplit, OWN, sharesRounded, strays, wide } from "./region.js";
import { normalised } from "./rows.js";
import { rules } from "./rules.js";

/** Restates atoms as other sums (softplus(u) = u + softplus(−u)) wherever that makes the whole shorter. */
export function settle(l: Lin): Lin {
  if (l.terms.size < 2) return l;
  for (const { of, c } of l.terms.values())
    for (const o of ownOffsets(of)) {
      if (!o.base.terms.size) continue;
      const partial = plus(plus(l, atom(of), -c), o.base, c);
      // What is left behind is one term, or takes one with it.
      if (cost(partial) > cost(l)) continue;
      const other = plus(partial, o.rest(), c);
      if (cost(other) < cost(l) && !keeps(l, other, [of])) return settle(other);
    }
  return normalised(l) ?? l;
}
/** A Lin as a tensor: one op that sums in float64 and rounds once. */
export function emit(l: Lin, shape?: Shape): Tensor {
  const s = arranged(l);
  let t = simple(s);
  if (!t && (sharesRounded(atomsOf([s])) || atomsOf([s]).some(isSplit))) {
    t = wide("lin", "", [regionOfLin(s)], (x) => x);
    t.written = later(() => composed(null, [s]));
  }
  t ??= composed(null, [s]);
  return shape ? fitted(t, shape) : t;
}
/** A sum of exponentials takes a constant beside its logarithm into its exponents, where it is not rounded. */
function shifted(l: Lin): Lin {
  const [only] = l.terms.values(),
    s = only && l.k && l.terms.size === 1 && only.c === 1 ? statement(only.of) : null,
    t = s && !isWall(s) ? s.op.forms?.shifted?.(s, l.k) : null;
  return t ? atom(t) : l;
}
/** Settled, and with what has a name together, and the differences of one function that are in it, as one op each. */
function arranged(l: Lin): Lin {
  let s = shifted(settle(l));
  for (let next: Lin | null = s; next; next = s.terms.size > 1 ? (named(s) ?? paired(s)) : null) s = next;
  return s;
}
/** f of Lins as one op, whose arguments are summed in float64 and not rounded in between. */
export function of(f: Applied, ...lins: readonly Lin[]): Tensor {
  const settled = lins.map((l) => withLosses(arranged(l), f.row.forms?.exponential)),
    isRough = (l: Lin): boolean => atomsOf([l]).some((t) => strays(t) || isSplit(t)),
    plain = settled.map((l) => (isRough(l) || isRounded(l) ? null : simple(l)));
  if (plain.every((t) => t)) return apply(f.op, plain as Tensor[]);
  const t = settled.some((l) => (l.terms.size > 1 && sharesRounded(atomsOf([l]))) || isRough(l))
    ? wide(ofSum(f), f.op.id, settled.map(regionOfLin), (...x) => bodyAt(f.row, x), f.row.forms?.isOwn ? OWN : undefined)
    : composed(f, settled);
  t.written = later(() =>
    apply(
      f.op,
      settled.map((l) => simple(l) ?? composed(null, [l])),
    ),
  );
  return t;
}
/** A sum with what rounding took from the logarithms of rows among its terms, or one of these: an exponential of it would multiply that. */
const withLosses = (l: Lin, always = false): Lin =>
  !always && l.terms.size + (l.k ? 1 : 0) < 2
    ? l
    : l.terms.values().reduce((s, { of: t, c }) => {
        const lost = lostIn(t);
        return lost ? plus(s, atom(lost), c) : s;
      }, l);
/** Whether all of it are logarithms of rows, of which what rounding took is known. */
export const isOfRows = (l: Lin): boolean => [...l.terms.values()].every((t) => lostIn(t.of));
/** A number that float32 would round. */
const isRounded = (l: Lin): boolean => !l.terms.size && Math.fround(l.k) !== l.k && !Number.isNaN(l.k);
type Applied = Pick<Elementwise<1>, "op" | "row">;
/** The name of a function that is evaluated of sums which are not rounded: nobody can call it. */
const ofSum = (f: Applied): string => `${f.op.name} of a sum`;

/** ± one tensor, or a number, needs no op of its own. */
function simple(l: Lin): Tensor | null {
  const [only] = l.terms.values();
  if (!only) return number(l.k);
  return l.terms.size === 1 && l.k === 0 && Math.abs(only.c) === 1 ? (only.c === 1 ? only.of : neg(only.of)) : null;
}

/** What Lins add up, each once, in the order in which it was written: no run differs from another. */
export const atomsOf = (lins: readonly Lin[]): Tensor[] => [
  ...new Map(lins.flatMap((l) => l.terms.values().map(({ of }) => [of.hash, of]))).values(),
];
const made = /* @__PURE__ */ new LRU<Op>(1024);
function composed(f: Applied | null, lins: readonly Lin[]): Tensor {
  const atoms = atomsOf(lins),
    count = atoms.length,
    dtype = atoms[0]?.dtype,
    numbers = new Numbers(
      `${f?.op.id ?? ""} ${count}`,
      lins.flatMap((l) => [l.k, ...atoms.map((t) => l.terms.get(t.hash)?.c ?? 0)]),
      !atoms.length || (dtype !== "float32" && dtype !== "float64"),
    );
  const sum = <T>(all: readonly T[], j: number): { readonly k: T; readonly cs: readonly T[] } => ({
      k: all[j * (count + 1)]!,
      cs: all.slice(j * (count + 1) + 1, (j + 1) * (count + 1)),
    }),
    sums = (x: readonly Ex[]): { readonly k: Scalar; readonly cs: readonly Scalar[] }[] => {
      const all = numbers.of(x.slice(count));
      return lins.map((_, j) => sum(all, j));
    },
    totals = (x: readonly Ex[]): Ex[] => sums(x).map(({ k, cs }) => total(k, cs, x));
  const whole = ({ inputs }: Tensor): Lin => {
    const { k, cs } = sum(numbers.in(inputs.slice(count)), 0);
    return cs.reduce((s, c, i) => plus(s, affine(inputs[i]!), c), lin(k));
  };
  const rangeOf = (...x: readonly Interval[]): Interval => {
    const { k, cs } = sum(numbers.at(x.slice(count)), 0);
    return rangeOfSum(k, cs, x);
  };
  const build = (): Op =>
    make(
      f ? ofSum(f) : "lin",
      {
        body: (...x) => (f ? bodyAt(f.row, totals(x)) : totals(x)[0]!),
        deriv: Array.from({ length: count + numbers.width }, (_, i) =>
          i < count
            ? (...x: Ex[]) =>
                sums(x).reduce<Scalar>((s, { cs }, j) => {
                  const c = cs[i]!,
                    d = c === 0 ? null : f ? derivAt(f.row, j, totals(x)) : constant(1);
                  return d ? plus1(s, d.word === "const" && d.value === 1 ? c : mul(d, c)) : s;
                }, 0)
            : null,
        ),
        forms: f ? { states: rules, logarithmic: f.row.forms?.logarithmic } : { states: rules, affine: whole, adds: "terms" },
        ...(f ? {} : { range: rangeOf }),
      },
      count + numbers.width,
    ).op;
  return apply(made.get(numbers.id, build), [...atoms, ...numbers.operands(dtype!)]);
}
function rangeOfSum(k: number, cs: readonly number[], x: readonly Interval[]): Interval {
  const parts = cs.map((c, i) => product([c, c], x[i]!));
  return [parts.reduce((s, [low]) => s + low, k), parts.reduce((s, [, high]) => s + high, k)];
}
