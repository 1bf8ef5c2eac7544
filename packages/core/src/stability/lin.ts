/**
 * `Lin`, the currency of every form: k + Σ cᵢ·tensorᵢ with float64 coefficients. Tensors count as equal when they are structurally
 * equal, so equal atoms cancel exactly, by bookkeeping.
 */
import { expand } from "../ops/expand.js";
import { neg } from "../ops/neg.js";
import type { Op } from "../ops/op.js";
import { reshape } from "../ops/reshape.js";
import { bodyAt, derivAt } from "../ops/derivative.js";
import { apply, type Elementwise, make } from "../ops/row.js";
import { constant, type Ex } from "../scalar/expr.js";
import { add, mul, type Scalar } from "../scalar/words.js";
import { LRU } from "../plan/lru.js";
import { number, numberIn } from "../tensor/create.js";
import { sameShape, type Shape, sizeOf } from "../tensor/shape.js";
import { isWall, statement, type Tensor } from "../tensor/tensor.js";
import { type Interval, product } from "./interval.js";
import { ownOffsets } from "./forms.js";
import { later, memoised } from "./memo.js";
import { paired, regionOfLin } from "./pairs.js";
import { isSplit, sharesRounded, strays, wide } from "./region.js";
import { normalised } from "./rows.js";
import { logarithmOfSum } from "./ranged.js";
import { logSum } from "./sums.js";

export interface Term {
  readonly of: Tensor;
  readonly c: number;
}
export interface Lin {
  readonly k: number;
  readonly terms: Terms;
}
/** Terms by the hash of what they are of, in the order in which they came: so few that a search is quicker than a map. */
class Terms {
  constructor(private readonly all: readonly Term[]) {}
  get size(): number {
    return this.all.length;
  }
  values(): readonly Term[] {
    return this.all;
  }
  keys(): number[] {
    return this.all.map((t) => t.of.hash);
  }
  get(hash: number): Term | undefined {
    return this.all[placeOf(this.all, hash)];
  }
  has(hash: number): boolean {
    return placeOf(this.all, hash) >= 0;
  }
}
function placeOf(terms: readonly Term[], hash: number): number {
  for (let i = 0; i < terms.length; i++) if (terms[i]!.of.hash === hash) return i;
  return -1;
}
function put(terms: Term[], of: Tensor, c: number): void {
  const at = placeOf(terms, of.hash),
    sum = at < 0 ? c : terms[at]!.c + c;
  if (sum !== 0) terms[at < 0 ? terms.length : at] = { of, c: sum };
  else if (at >= 0) terms.splice(at, 1);
}

export function lin(k: number, ...terms: readonly (readonly [Tensor, number])[]): Lin {
  const all: Term[] = [];
  for (const [of, c] of terms) put(all, of, c);
  return { k, terms: new Terms(all) };
}
/** a + c·b */
export function plus(a: Lin, b: Lin, c = 1): Lin {
  const all = a.terms.values().slice();
  for (const t of b.terms.values()) put(all, t.of, c * t.c);
  return { k: a.k + c * b.k, terms: new Terms(all) };
}
export const times = (a: Lin, c: number): Lin => plus(lin(0), a, c);
export const atom = (t: Tensor, c = 1): Lin => lin(0, [t, c]);
export const mapAtoms = (l: Lin, f: (t: Tensor) => Tensor): Lin => lin(l.k, ...[...l.terms.values()].map(({ of, c }) => [f(of), c] as const));

/** Sums of more terms are atoms to whoever asks, so that the work is linear in the graph. */
export const WIDE = 8;
/** A node as a Lin of what it adds up; of itself where it adds nothing up. */
export const affine: (t: Tensor) => Lin = /* @__PURE__ */ memoised((t) => {
  const n = numberIn(t),
    s = statement(t),
    l = n !== undefined ? lin(n) : isWall(t) ? null : s.op.forms?.affine?.(s);
  // A sum that cancels altogether is an atom: NaN and ∞ must not vanish with its terms.
  return l && l.terms.size <= WIDE && !(t !== s && l.terms.has(s.hash)) && (l.terms.size || n !== undefined) ? l : atom(t);
});

/** How long a sum is. A constant a thousand times smaller than the written one counts half. */
export const cost = (l: Lin, k = l.k): number => l.terms.size + (l.k === 0 ? 0 : Math.abs(l.k) <= 1e-3 * Math.abs(k) ? 0.5 : 1);

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
/** Whether a restated sum still has written terms beside the restated ones: those may have cancelled exactly against what is gone. */
export const keeps = (written: Lin, other: Lin, restated: readonly Tensor[]): boolean =>
  other.terms.values().some(({ of, c }) => written.terms.get(of.hash)?.c === c && !restated.some((t) => t.hash === of.hash));
/** c·t as a sum of what t adds up; null where c is 0, infinite or no number: NaN and ∞ in t must not vanish. */
export const multiple = (t: Tensor, c: number | undefined): Lin | null => (c && Number.isFinite(c) ? times(affine(t), c) : null);

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
/** Settled, and with the differences of one function that are in it as one op each. */
function arranged(l: Lin): Lin {
  let s = shifted(settle(l));
  for (let next: Lin | null = s; next; next = s.terms.size > 1 ? paired(s) : null) s = next;
  return s;
}
export const fitted = (t: Tensor, shape: Shape): Tensor =>
  sameShape(t.shape, shape) ? t : t.size === sizeOf(shape) ? reshape(t, shape) : expand(t, shape);

/** f of Lins as one op, whose arguments are summed in float64 and not rounded in between. */
export function of(f: Applied, ...lins: readonly Lin[]): Tensor {
  const settled = lins.map(arranged),
    isRough = (l: Lin): boolean => atomsOf([l]).some((t) => strays(t) || isSplit(t)),
    plain = settled.map((l) => (isRough(l) || isRounded(l) ? null : simple(l)));
  if (plain.every((t) => t)) return apply(f.op, plain as Tensor[]);
  const t = settled.some((l) => (l.terms.size > 1 && sharesRounded(atomsOf([l]))) || isRough(l))
    ? wide(f.op.name, f.op.id, settled.map(regionOfLin), (...x) => bodyAt(f.row, x))
    : composed(f, settled);
  t.written = later(() =>
    apply(
      f.op,
      settled.map((l) => simple(l) ?? composed(null, [l])),
    ),
  );
  return t;
}
/** A number that float32 would round. */
const isRounded = (l: Lin): boolean => !l.terms.size && Math.fround(l.k) !== l.k && !Number.isNaN(l.k);
type Applied = Pick<Elementwise<1>, "op" | "row">;

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
/** k + Σ cᵢ·xᵢ */
export function total(k: number, cs: readonly number[], x: readonly Ex[]): Ex {
  const s = cs.reduce<Scalar>((s, c, i) => (c ? plus1(s, c === 1 ? x[i]! : mul(x[i]!, c)) : s), k);
  return typeof s === "number" ? constant(s) : s;
}

const made = /* @__PURE__ */ new LRU<Op>(1024);
function composed(f: Applied | null, lins: readonly Lin[]): Tensor {
  const atoms = atomsOf(lins);
  const rows = lins.map((l) => ({ k: l.k, cs: atoms.map((t) => l.terms.get(t.hash)?.c ?? 0) })),
    name = f?.op.name ?? "lin";
  const sums = (x: readonly Ex[]): Ex[] => rows.map((r) => total(r.k, r.cs, x));
  const whole = (node: Tensor): Lin => node.inputs.reduce((s, t, i) => plus(s, affine(t), rows[0]!.cs[i]), lin(rows[0]!.k));
  const build = (): Op =>
    make(
      name,
      {
        body: (...x) => (f ? bodyAt(f.row, sums(x)) : sums(x)[0]!),
        deriv: atoms.map(
          (_, i) =>
            (...x: Ex[]) =>
              rows.reduce<Scalar>((s, r, j) => {
                const d = r.cs[i] ? (f ? derivAt(f.row, j, sums(x)) : constant(1)) : null;
                return d ? plus1(s, d.word === "const" && d.value === 1 ? r.cs[i]! : mul(d, r.cs[i]!)) : s;
              }, 0),
        ),
        forms: f
          ? { states: true, logarithmic: f.row.forms?.logarithmic }
          : { states: true, affine: whole, log: (node) => logSum(node), logarithm: (node) => logarithmOfSum(node) },
        ...(f ? {} : { range: (...x: readonly Interval[]): Interval => rangeOfSum(rows[0]!.k, rows[0]!.cs, x) }),
      },
      atoms.length,
    ).op;
  return apply(made.get(`${f?.op.id ?? ""}|${rows.map((r) => [r.k, ...r.cs].join()).join(";")}`, build), atoms);
}
function rangeOfSum(k: number, cs: readonly number[], x: readonly Interval[]): Interval {
  const parts = cs.map((c, i) => product([c, c], x[i]!));
  return [parts.reduce((s, [low]) => s + low, k), parts.reduce((s, [, high]) => s + high, k)];
}
const plus1 = (s: Scalar, e: Scalar): Scalar => (s === 0 ? e : add(s, e));
