/**
 * Forms: the other ways in which a value can be stated. A row states its own, an op that consumes asks for the one it needs.
 * Every form is lazy and found once for each node.
 */
import type { Op } from "../ops/op.js";
import type { Window } from "../ops/window.js";
import type { Reduction } from "../ops/reduction.js";
import { number, numberIn } from "../tensor/create.js";
import { isWall, statement, type Tensor } from "../tensor/tensor.js";
import { div } from "../ops/div.js";
import { mul } from "../ops/mul.js";
import { neg } from "../ops/neg.js";
import { excessOf } from "./excess.js";
import { signOf } from "./interval.js";
import { through } from "./layout.js";
import { affine, atom, type Lin, lin, mapAtoms, plus, times, WIDE } from "./lin.js";
import { later, memoised } from "./memo.js";
import type { Ex } from "../scalar/expr.js";
import type { Elementwise } from "../ops/row.js";
import type { Difference } from "./pairs.js";
import type { Monomial } from "./products.js";
import { logarithmOfSum } from "./ranged.js";
import type { Variance } from "./standard.js";
import type { Rules } from "./rules.js";
import { logSum } from "./sums.js";

/**
 * x = sign·e^log. `native`: the logarithm is known better than log(x) would be, and `sign` may be any other factor of x; `derived`: nothing is known; `free`: a constant.
 */
export interface Log {
  readonly sign: Sign;
  readonly log: Lin;
  readonly quality: "native" | "derived" | "free";
  /** Whether x is e^log and nothing else: to know that, neither the logarithm nor a factor is worked out. */
  readonly positive: boolean;
}
export type Sign = 1 | -1 | Tensor;

/** x = base + rest, base affine in other nodes, rest without cancellation. */
export interface Offset {
  readonly base: Lin;
  readonly rest: () => Lin;
}

/** The columns of a row that speak of forms. */
export interface Forms {
  /** Of a row that has a form of its own, whatever its inputs have: the rules that whoever has it below asks by. */
  readonly states?: () => Rules;
  /** A sum of its terms, or what is negated: who asks for logarithms knows theirs. */
  readonly adds?: "terms" | "opposite";
  /** A view, or a copy: who asks for a form knows it from that of the input. */
  readonly lays?: true;
  /** Of what is seen, or put together, through windows: what is seen of another tensor through one. */
  readonly look?: (x: Tensor, w: Window) => Tensor;
  /** Whether `ask` can find something although no input has a form. */
  readonly always?: true;
  /** The value as a sum of other nodes. */
  readonly affine?: (node: Tensor) => Lin | null;
  readonly log?: (node: Tensor) => Log | null;
  /** The log form for logarithms alone: a factor may be 0, and what is made of e to it has no gradient there. */
  readonly logarithm?: (node: Tensor) => Log | null;
  readonly offsets?: (node: Tensor) => readonly Offset[];
  /** The value, or its magnitude, to a power, as one op. */
  readonly raised?: (node: Tensor, c: number, size?: boolean) => Tensor | null;
  /** What rounding took from the value. */
  readonly lost?: (node: Tensor) => Tensor;
  /** The value is the logarithm of shares along dimensions. */
  readonly isShare?: true;
  /** The same, for rows whose exponents are sums with the value among their terms. */
  readonly lostAmong?: (node: Tensor) => Tensor | null;
  /** The same of the square of the value. */
  readonly squared?: (node: Tensor) => readonly Offset[];
  /** The value as a product of powers of other nodes. */
  readonly factors?: (node: Tensor) => readonly { readonly t: Tensor; readonly e: number }[];
  /** f(a) − f(b) from a, b and a − b, for rows of one input. */
  readonly difference?: Difference;
  /** log|f(a) − f(b)| of the same, and log|f′(a)| where a = b; of f that rises or falls everywhere. */
  readonly logDifference?: Difference;
  /** The function and the place that `difference` is of, where they are not the op and its input: log1p(x) is log at 1 + x. */
  readonly place?: (node: Tensor) => { readonly of: string; readonly at: Lin };
  /** The value as a power of another node. */
  readonly base?: (node: Tensor) => { readonly x: Tensor; readonly e: number } | null;
  /** f(u)/u, which is known at 0, for rows of one input. */
  readonly factor?: () => Elementwise<1>;
  /** The value over one of its inputs, as one op. */
  readonly quotient?: (node: Tensor) => { readonly by: Tensor; readonly is: () => Tensor };
  /** u/f(u), where f(0) is not 0. */
  readonly under?: () => Elementwise<1>;
  /** f(u)/e^u, for rows of one input. */
  readonly factorOfExp?: () => Elementwise<1>;
  /** e^(c·node) by the name it has, if it has one. */
  readonly power?: (node: Tensor, c: number) => Tensor | null;
  /** e^(c·node) − 1 by the name it has, if it has one. */
  readonly excess?: (node: Tensor, c: number) => Tensor | null;
  /** node + c·other by the name it has, if it has one. */
  readonly added?: (node: Tensor, other: Tensor, c: number) => Lin | null;
  /** The elements whose sum over dimensions the value is a share of. */
  readonly total?: (node: Tensor) => { readonly x: Tensor; readonly over: Reduction; readonly share: number };
  /** The matrices that the value is the product of. */
  readonly products?: (node: Tensor) => readonly [Tensor, Tensor];
  /** A product that is divided by this sum, by the shares that elements have of sums. */
  readonly shares?: (m: Monomial) => Monomial | null;
  /** A sum with this among its terms, by distances from means; null where it is no such sum. */
  readonly centre?: (sum: Lin) => Lin | null;
  /** What a sum with this among its terms asks, that has products in it. */
  readonly collected?: (sum: Tensor) => Better | null;
  /** The same, by what its terms have in common. */
  readonly common?: (sum: Tensor) => Better | null;
  /** A product with a sum as a factor that has this among its terms. */
  readonly conjugate?: (m: Monomial, sum: Tensor) => Tensor | null;
  /** A view that keeps every element, in order. */
  readonly regular?: true;
  /** A norm of x: x over it as one op, and the norm once more along the dimensions of x. */
  readonly unit?: (node: Tensor, x: Tensor) => { readonly node: Tensor; readonly along: Tensor } | null;
  /** A product with one over the root of a sum with this among its terms, by distances from a mean over their deviation. */
  readonly overDeviation?: (m: Monomial) => Tensor | null;
  /** The op that clamps −x where this one clamps x, with its bounds in the other order; of an extreme, the other. */
  readonly mirror?: () => Op;
  /** k − c·x, if extremes are told apart better by x than by the value. */
  readonly fallen?: (node: Tensor) => Lin;
  /** What the value is of, if a clamp that leaves all from −1 to 1 as it is. */
  readonly within?: (node: Tensor) => Tensor | null;
  /** What the value is the variance of. */
  readonly variance?: (node: Tensor) => Variance;
  /** What the value is the root of the sum of squares of. */
  readonly squares?: (node: Tensor) => Variance | null;
  /** The dimensions along which the value adds up to 1. */
  readonly wholeAlong?: (node: Tensor) => Reduction | null;
  /** The dimensions along which the value is of length 1. */
  readonly unitAlong?: (node: Tensor) => Reduction | null;
  /** A product with this as a factor, with what it is divided by inside the sum that this is. */
  readonly overNorms?: (m: Monomial) => Tensor | null;
  /** The arccosine of the value, or of its opposite, where it is a cosine. */
  readonly angle?: (node: Tensor, sign: number) => Tensor | null;
  /** What the value is the logarithm of, as it was written. */
  readonly logOfWhat?: (node: Tensor) => Tensor;
  /** The value as c·(e^a ± e^b). */
  readonly exponentials?: (node: Tensor) => { readonly c: number; readonly sign: 1 | -1; readonly a: Lin; readonly b: Lin };
  /** log Σ e^l along dimensions: its exponents l, and l less the value as one op. */
  readonly sums?: (node: Tensor) => { readonly exponents: Lin; readonly less: () => Tensor };
  /** l − log Σ e^l, where the value is that: the exponents l, and the logarithm of the total. */
  readonly less?: (node: Tensor) => { readonly exponents: Lin; readonly total: Tensor };
  /** What forms are asked of is a less exact statement of the value than the body of the op: regions take the body. */
  readonly isOwn?: true;
  /** The value is a power of a share, and so is its gradient. */
  readonly isPower?: true;
  /** For elements of rows: the value, of the logarithm of the share that an element has of its row. */
  readonly ofShare?: (l: Ex, node: Tensor) => Ex;
  /** node + k as one node that does not round the node first. */
  readonly shifted?: (node: Tensor, k: number) => Tensor | null;
  /** The value is an exponential, or made of one, whose logarithm is known whatever is below. */
  readonly ofExponential?: true;
  /** The value is e to something written. */
  readonly exponential?: true;
  /** The value is itself a logarithm of something written: its exponential is no shorter statement. */
  readonly logarithmic?: boolean;
  /** f(c·x) = c·f(x) for c > 0, x the first input, or all of them. */
  readonly scales?: "first" | "all";
  /** What the op makes of its inputs' forms: a better statement of itself, and why; or null, as written. `written`: the node on its inputs before they were restated. */
  readonly ask?: (node: Tensor, written?: Tensor) => Better | null;
}
export interface Better {
  readonly node: Tensor;
  readonly why: string;
}

/** What is known natively. What costs work is given as a function: it is worked out when somebody wants it. */
export const native = (log: Lin | (() => Lin), sign: Sign | (() => Sign) = 1): Log => new Native(wanted(log), wanted(sign), sign === 1);
const wanted = <T extends Lin | Sign>(x: T | (() => T)): T | (() => T) => (typeof x === "function" ? later(x) : x);
class Native implements Log {
  readonly quality = "native";
  constructor(
    private known: Lin | (() => Lin),
    private factor: Sign | (() => Sign),
    readonly positive: boolean,
  ) {}
  get log(): Lin {
    if (typeof this.known === "function") this.known = this.known();
    return this.known;
  }
  get sign(): Sign {
    if (typeof this.factor === "function") this.factor = this.factor();
    return this.factor;
  }
}

/** The log form of any node. */
export const logForm: (t: Tensor) => Log = /* @__PURE__ */ memoised((t) => {
  const n = numberIn(t);
  if (n !== undefined) return { sign: n < 0 ? -1 : 1, log: lin(Math.log(Math.abs(n))), quality: "free", positive: n >= 0 };
  if (isWall(t)) return derived(t);
  const s = statement(t),
    forms = s.op.forms;
  return (forms?.adds ? logOfAdded(s) : forms?.lays ? logOfView(s, logForm(s.inputs[0]!)) : forms?.log?.(s)) ?? derived(t);
});
/** Of a sum, or of what is negated. */
const logOfAdded = (s: Tensor): Log | null => (s.op.forms!.adds === "terms" ? logSum(s) : logProduct(s.inputs[0]!, number(-1), 1));
/** The log form of a view, from that of its input. */
function logOfView(view: Tensor, f: Log | null): Log | null {
  if (!f || f.quality === "derived") return null;
  const log = (): Lin => mapAtoms(f.log, (x) => through(view, x)),
    sign = (): Sign => (typeof f.sign === "number" ? f.sign : through(view, f.sign));
  return f.quality === "free" ? { ...f, log: log(), sign: sign() } : native(log, f.positive ? 1 : sign);
}
/** Nothing but what it is: whoever needs its logarithm takes that of the value. */
const derived = (t: Tensor): Log => ({ sign: (t.dtype === "bool" ? 1 : signOf(t)) ?? t, log: lin(0), quality: "derived", positive: false });
export const isNative = (f: Log): boolean => f.quality === "native";

/** The log form for logarithms alone, where there is another than that for all. */
export const logarithmForm: (t: Tensor) => Log | null = /* @__PURE__ */ memoised((t) => {
  const s = statement(t),
    forms = isWall(t) ? undefined : s.op.forms;
  return (forms?.adds ? logarithmOfAdded(s) : forms?.lays ? logOfView(s, logarithmForm(s.inputs[0]!)) : forms?.logarithm?.(s)) ?? null;
});
/** The same for logarithms alone. */
const logarithmOfAdded = (s: Tensor): Log | null =>
  s.op.forms!.adds === "terms" ? logarithmOfSum(s) : logarithmOfProducts(s.inputs[0]!, number(-1), 1);
/** The log form of x·yᵉ for logarithms alone. */
export function logarithmOfProducts(x: Tensor, y: Tensor, e: 1 | -1): Log | null {
  const [a, b] = [logarithmForm(x), logarithmForm(y)];
  return a || b ? logProduct(x, y, e, a ?? logForm(x), b ?? logForm(y)) : null;
}

/** The log form of x·yᵉ: what is known of one factor is known of the product, of which the other is a factor still. */
export function logProduct(x: Tensor, y: Tensor, e: 1 | -1, a = logForm(x), b = logForm(y)): Log | null {
  if (!isNative(a) && !isNative(b) && !(a.quality === "free" && b.quality === "free")) return null;
  const known = (f: Log): boolean => f.quality !== "derived",
    log = plus(known(a) ? a.log : lin(0), known(b) ? b.log : lin(0), e);
  if (log.terms.size > WIDE) return null;
  // What cancels altogether states nothing: it may be NaN.
  if (!log.terms.size && a.log.terms.size + b.log.terms.size) return null;
  const [s, t] = [known(a) ? a.sign : x, known(b) ? b.sign : y];
  const sign = (): Sign => (e < 0 && typeof t !== "number" ? div(tensorOf(s), t) : signProduct(s, t));
  if (isNative(a) || isNative(b)) return native(log, typeof s === "number" && typeof t === "number" ? sign() : sign);
  return { sign: sign(), log, quality: "free", positive: sign() === 1 };
}
export const tensorOf = (s: Sign): Tensor => (typeof s === "number" ? number(s) : s);
/** A condition counts as 0 and 1. */
const opposite = (t: Tensor): Tensor => (t.dtype === "bool" ? mul(number(-1), t) : neg(t));
export const signProduct = (a: Sign, b: Sign): Sign =>
  typeof a === "number" && typeof b === "number"
    ? ((a * b) as 1 | -1)
    : a === 1
      ? b
      : b === 1
        ? a
        : a === -1
          ? opposite(b as Tensor)
          : b === -1
            ? opposite(a as Tensor)
            : mul(tensorOf(a), tensorOf(b));

/** The offset forms of a node: its own, and from a native logarithm l of a positive value 1 + expm1(l). */
export function offsetsOf(t: Tensor): readonly Offset[] {
  const stated = ownOffsets(t),
    own = stated.length || isWall(t) ? stated : ofMultiple(t);
  if (own.some((o) => !o.base.terms.size && o.base.k === 1)) return own;
  const f = logForm(t);
  return isNative(f) && f.positive ? [...own, { base: lin(1), rest: () => atom(excessOf(f.log, t)) }] : own;
}
/** Of k + c·x, those of x. */
function ofMultiple(t: Tensor): readonly Offset[] {
  const { k, terms } = affine(t),
    [only] = terms.values();
  if (!only || terms.size > 1 || only.of.hash === t.hash) return [];
  return offsetsOf(only.of).map(({ base, rest }) => ({ base: plus(lin(k), base, only.c), rest: () => times(rest(), only.c) }));
}
/** Those that the op itself states; each rest is worked out once. */
export const ownOffsets: (t: Tensor) => readonly Offset[] = /* @__PURE__ */ memoised((t) => {
  const s = statement(t),
    own = isWall(t) ? [] : s.op.forms?.lays ? offsetsOfView(s) : (s.op.forms?.offsets?.(s) ?? []);
  return own.map(({ base, rest }) => {
    const make = later(rest);
    let made: Lin | null = null;
    return { base, rest: () => (made ??= make()) };
  });
});
/** The offset forms of a view, from those of its input. */
const offsetsOfView = (view: Tensor): readonly Offset[] =>
  offsetsOf(view.inputs[0]!).map(({ base, rest }) => ({
    base: base.terms.size ? mapAtoms(base, (x) => through(view, x)) : base,
    rest: () => mapAtoms(rest(), (x) => through(view, x)),
  }));
