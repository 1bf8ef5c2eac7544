/**
 * Forms: the other ways in which a value can be stated. A row states its own, an op that consumes asks for the one it needs.
 * Every form is lazy and found once for each node.
 */
import type { Reduction } from "../ops/reduction.js";
import { number, numberIn } from "../tensor/create.js";
import { isWall, statement, type Tensor } from "../tensor/tensor.js";
import { div } from "../ops/div.js";
import { mul } from "../ops/mul.js";
import { neg } from "../ops/neg.js";
import { excessOf } from "./excess.js";
import { signOf } from "./interval.js";
import { affine, atom, type Lin, lin, plus, times, WIDE } from "./lin.js";
import { memoised } from "./memo.js";
import type { Elementwise } from "../ops/row.js";
import type { Difference } from "./pairs.js";

/**
 * x = sign·e^log. `native`: the logarithm is known better than log(x) would be, and `sign` may be any other factor of x; `derived`: nothing is known; `free`: a constant.
 */
export interface Log {
  readonly sign: 1 | -1 | Tensor;
  readonly log: Lin;
  readonly quality: "native" | "derived" | "free";
}

/** x = base + rest, base affine in other nodes, rest without cancellation. */
export interface Offset {
  readonly base: Lin;
  readonly rest: () => Lin;
}

/** The columns of a row that speak of forms. */
export interface Forms {
  /** Whether the row has a form of its own, whatever its inputs have. */
  readonly states?: true;
  /** Whether `ask` can find something although no input has a form. */
  readonly always?: true;
  /** The value as a sum of other nodes. */
  readonly affine?: (node: Tensor) => Lin | null;
  readonly log?: (node: Tensor) => Log | null;
  readonly offsets?: (node: Tensor) => readonly Offset[];
  /** The value as a product of powers of other nodes. */
  readonly factors?: (node: Tensor) => readonly { readonly t: Tensor; readonly e: number }[];
  /** f(a) − f(b) from a, b and a − b, for rows of one input. */
  readonly difference?: Difference;
  /** The function and the place that `difference` is of, where they are not the op and its input: log1p(x) is log at 1 + x. */
  readonly place?: (node: Tensor) => { readonly of: string; readonly at: Lin };
  /** The value as a power of another node. */
  readonly base?: (node: Tensor) => { readonly x: Tensor; readonly e: number } | null;
  /** f(u)/u, which is known at 0, for rows of one input. */
  readonly factor?: () => Elementwise<1>;
  /** e^(c·node) by the name it has, if it has one. */
  readonly power?: (node: Tensor, c: number) => Tensor | null;
  /** e^(c·node + d·other) by the name it has, if it has one. */
  readonly powers?: (node: Tensor, c: number, other: Tensor, d: number) => Tensor | null;
  /** e^(c·node) − 1 by the name it has, if it has one. */
  readonly excess?: (node: Tensor, c: number) => Tensor | null;
  /** node + c·other by the name it has, if it has one. */
  readonly added?: (node: Tensor, other: Tensor, c: number) => Tensor | null;
  /** The elements whose sum over dimensions the value is a share of. */
  readonly total?: (node: Tensor) => { readonly x: Tensor; readonly over: Reduction; readonly share: number };
  /** A sum with this among its terms, by distances from means; null where it is no such sum. */
  readonly centre?: (sum: Lin) => Lin | null;
  /** A view that keeps every element, in order. */
  readonly regular?: true;
  /** A norm of x: x over it as one op, and the norm once more along the dimensions of x. */
  readonly unit?: (node: Tensor, x: Tensor) => { readonly node: Tensor; readonly along: Tensor } | null;
  /** What the value is the logarithm of, as it was written. */
  readonly logOfWhat?: (node: Tensor) => Tensor;
  /** The value as c·(e^a ± e^b). */
  readonly exponentials?: (node: Tensor) => { readonly c: number; readonly sign: 1 | -1; readonly a: Lin; readonly b: Lin };
  /** log Σ e^l along dimensions: its exponents l, and l less the value as one op. */
  readonly sums?: (node: Tensor) => { readonly exponents: Lin; readonly less: () => Tensor };
  /** node + k as one node that does not round the node first. */
  readonly shifted?: (node: Tensor, k: number) => Tensor | null;
  /** The value is e to something written. */
  readonly exponential?: true;
  /** The value is itself a logarithm of something written: its exponential is no shorter statement. */
  readonly logarithmic?: boolean;
  /** What the op makes of its inputs' forms: a better statement of itself, and why; or null, as written. */
  readonly ask?: (node: Tensor) => Better | null;
}
export interface Better {
  readonly node: Tensor;
  readonly why: string;
}

export const native = (log: Lin, sign: Log["sign"] = 1): Log => ({ sign, log, quality: "native" });

/** The log form of any node. */
export const logForm: (t: Tensor) => Log = /* @__PURE__ */ memoised((t) => {
  const n = numberIn(t);
  if (n !== undefined) return { sign: n < 0 ? -1 : 1, log: lin(Math.log(Math.abs(n))), quality: "free" };
  if (isWall(t)) return derived(t);
  const s = statement(t);
  return s.op.forms?.log?.(s) ?? derived(t);
});
/** Nothing but what it is: whoever needs its logarithm takes that of the value. */
const derived = (t: Tensor): Log => ({ sign: (t.dtype === "bool" ? 1 : signOf(t)) ?? t, log: lin(0), quality: "derived" });
export const isNative = (f: Log): boolean => f.quality === "native";

/** The log form of x·yᵉ: what is known of one factor is known of the product, of which the other is a factor still. */
export function logProduct(x: Tensor, y: Tensor, e: 1 | -1): Log | null {
  const a = logForm(x)!,
    b = logForm(y)!;
  if (!isNative(a) && !isNative(b) && !(a.quality === "free" && b.quality === "free")) return null;
  const known = (f: Log): boolean => f.quality !== "derived",
    log = plus(known(a) ? a.log : lin(0), known(b) ? b.log : lin(0), e);
  if (log.terms.size > WIDE) return null;
  // What cancels altogether states nothing: it may be NaN.
  if (!log.terms.size && a.log.terms.size + b.log.terms.size) return null;
  const [s, t] = [known(a) ? a.sign : x, known(b) ? b.sign : y];
  return {
    sign: e < 0 && typeof t !== "number" ? div(tensorOf(s), t) : signProduct(s, t),
    log,
    quality: isNative(a) || isNative(b) ? "native" : "free",
  };
}
const tensorOf = (s: Log["sign"]): Tensor => (typeof s === "number" ? number(s) : s);
export const signProduct = (a: Log["sign"], b: Log["sign"]): Log["sign"] =>
  typeof a === "number" && typeof b === "number"
    ? ((a * b) as 1 | -1)
    : a === 1
      ? b
      : b === 1
        ? a
        : a === -1
          ? neg(b as Tensor)
          : b === -1
            ? neg(a as Tensor)
            : mul(tensorOf(a), tensorOf(b));

/** The offset forms of a node: its own, and from a native logarithm l of a positive value 1 + expm1(l). */
export function offsetsOf(t: Tensor): readonly Offset[] {
  if (isWall(t)) return [];
  const s = statement(t),
    own = s.op.forms?.offsets?.(s) ?? ofMultiple(t),
    f = logForm(t);
  return isNative(f) && f.sign === 1 && !own.some((o) => !o.base.terms.size && o.base.k === 1)
    ? [...own, { base: lin(1), rest: () => atom(excessOf(f.log)) }]
    : own;
}
/** Of k + c·x, those of x. */
function ofMultiple(t: Tensor): readonly Offset[] {
  const { k, terms } = affine(t),
    [only] = terms.values();
  if (!only || terms.size > 1 || only.of.hash === t.hash) return [];
  return offsetsOf(only.of).map(({ base, rest }) => ({ base: plus(lin(k), base, only.c), rest: () => times(rest(), only.c) }));
}
