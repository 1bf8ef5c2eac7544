/** Differences of one function at two places: f(a) − f(b) is stated by a − b, which cancels before anything is rounded. */
import type { Op } from "../ops/op.js";
import { constant, type Ex } from "../scalar/expr.js";
import { add, mul } from "../scalar/words.js";
import { sub } from "../ops/sub.js";
import { isWall, statement, type Tensor } from "../tensor/tensor.js";
import { affine, atom, type Lin, lin, plus, type Term } from "./lin.js";
import { later, memoised } from "./memo.js";
import { monomial } from "./products.js";
import { ofPower } from "../ops/powerDifference.js";
import { rules } from "./rules.js";
import { scaledBy } from "./sums.js";
import { OWN, readBy, type Region, regionOf, wide } from "./region.js";

/** f(a) − f(b), from a, b and d = a − b. Right wherever its derivatives by a, b and d are asked for together. */
export type Difference = (a: Ex, b: Ex, d: Ex) => Ex;

/** A sum as a region: its terms are not rounded. */
export const regionOfLin = (l: Lin): Region => {
  const terms = [...l.terms.values()].map(({ of, c }) => ({ c, region: regionOf(of) }));
  return {
    atoms: readBy(terms.map((t) => t.region)),
    key: (name) => [l.k, ...terms.map(({ c, region }) => `${c}*${region.key(name)}`)].join("+"),
    at: (x) => {
      const sum = terms.map(({ c, region }) => (c === 1 ? region.at(x) : mul(c, region.at(x))));
      return (l.k || !sum.length ? [constant(l.k), ...sum] : sum).reduce((a, b) => add(a, b));
    },
    ops: terms.reduce((n, t) => n + t.region.ops, terms.length),
    size: terms.reduce((n, t) => n + t.region.size, terms.length),
    heavy: terms.reduce((n, t) => n + t.region.heavy, 0),
    inexact: true,
    mixed: true,
  };
};

interface Base {
  readonly x: Tensor;
  readonly e: number;
}
/** A node as one function at one place. */
interface Place {
  readonly of: string;
  readonly at: Lin;
  readonly difference: Difference;
  readonly log?: Difference | undefined;
  readonly rises: boolean;
}
const placeOf: (t: Tensor) => Place | null = /* @__PURE__ */ memoised((t) => {
  const from = statement(t),
    { forms, id } = from.op;
  if (isWall(from) || !forms) return null;
  if (forms.difference) {
    const at = forms.place?.(from) ?? { of: String(id), at: affine(from.inputs[0]!) };
    return at.at.terms.size ? { ...at, difference: forms.difference, log: forms.logDifference, rises: from.op.row?.rises === true } : null;
  }
  const base = rooted(forms.base?.(from));
  return base ? { of: `^${base.e}`, at: affine(base.x), difference: ofPower(base.e, from.op.row!), rises: false } : null;
});

/** A term as a multiple of one function at one place: also c·f, and c/f. */
function placed({ of, c }: Term): { readonly place: Place | null; readonly times: number } {
  const place = placeOf(of);
  if (place) return { place, times: c };
  const m = monomial(of),
    [only] = m.factors.values(),
    base = only && m.factors.size === 1 && Number.isFinite(m.c) ? powerOf(only.t, only.e) : null;
  return { place: base, times: c * m.c };
}
/** t^e as one function at one place, where that is a root, a square or one over these. */
function powerOf(t: Tensor, e: number): Place | null {
  if (e === 1) return placeOf(t);
  const s = statement(t),
    base = isWall(s) ? null : (s.op.forms?.base?.(s) ?? { x: t, e: 1 }),
    whole = base ? base.e * e : 0;
  return base && [2, 0.5, -1, -0.5].includes(whole)
    ? { of: `^${whole}`, at: affine(base.x), difference: ofPower(whole, s.op.row!), rises: false }
    : null;
}

/** One over a square root as a power: others need the row of powers. */
function rooted(base: Base | null | undefined): Base | null {
  const inner = base?.e === -1 && !isWall(base.x) ? statement(base.x).op.forms?.base?.(statement(base.x)) : null;
  return inner?.e === 0.5 ? { x: inner.x, e: -0.5 } : (base ?? null);
}
/** A sum in which two terms have a name together; null where no two have. */
export function named(l: Lin): Lin | null {
  const all = l.terms.values();
  for (const a of all) {
    const s = statement(a.of),
      added = isWall(s) ? undefined : s.op.forms?.added;
    if (!added) continue;
    for (const b of all) {
      const both = a === b ? null : added(s, statement(b.of), b.c / a.c);
      if (both) return plus(plus(plus(l, atom(a.of), -a.c), atom(b.of), -b.c), both, a.c);
    }
  }
  return null;
}
/** A sum in which f(a) − f(b), or a multiple of it, is one op; null where no two terms are one function of two nodes. */
export function paired(l: Lin): Lin | null {
  const pair = pairIn(l);
  if (!pair) return null;
  const { first, second, f } = pair,
    t = between(pair, "difference", f.difference, f.of === "^2" ? undefined : OWN);
  // Others may have put the terms together.
  if (f.log) t.written ??= later(() => sub(alone(first), alone(second)));
  return plus(plus(l, lin(0, [first.of, -first.c], [second.of, -second.c])), atom(t), first.times);
}
/** f at one place. */
const alone = ({ of: t, c, times }: Placed): Tensor => scaledBy(t, c / times);
/** s and l of s·e^l, a multiple of f(a) − f(b) and nothing else, if f states that: s is ± the sign of a − b. */
export function factorsOfPair(l: Lin): { readonly log: Lin; readonly of: Lin; readonly sign: 1 | -1 } | null {
  const pair = l.k || l.terms.size !== 2 ? null : pairIn(l),
    logOf = pair?.f.log;
  if (!pair || !logOf) return null;
  const t = between(pair, "log difference", logOf, { states: rules, logarithmic: true }),
    { times } = pair.first;
  return { log: plus(atom(t), lin(Math.log(Math.abs(times)))), of: pair.at[2]!, sign: times > 0 === pair.f.rises ? 1 : -1 };
}
interface Placed extends Term {
  readonly place: Place | null;
  readonly times: number;
}
interface Pair {
  readonly first: Placed;
  readonly second: Placed;
  readonly f: Place;
  /** Both places, and the difference of these. */
  readonly at: readonly Lin[];
}
function pairIn(l: Lin): Pair | null {
  const terms = l.terms.values().map((term) => ({ ...term, ...placed(term) }));
  if (!terms.some((t) => t.times > 0) || !terms.some((t) => t.times < 0)) return null;
  for (const [i, first] of terms.entries())
    for (const second of terms.slice(i + 1)) {
      const [p, q] = [first.place, second.place];
      if (!p || !q || first.times !== -second.times || p.of !== q.of) continue;
      const d = plus(p.at, q.at, -1);
      if (d.terms.size || d.k) return { first, second, f: p, at: [p.at, q.at, d] };
    }
  return null;
}
/** What is made of two places of one function, as one op. */
const between = ({ f, at }: Pair, name: string, body: Difference, forms?: Op["forms"]): Tensor =>
  wide(name, `${name} of ${f.of}`, at.map(regionOfLin), (a, b, d) => body(a!, b!, d!), forms);
