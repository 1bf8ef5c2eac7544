/**
 * Sums as they were written: what cancels among their terms and numbers does so by bookkeeping, before anything is rounded. Of a term that is gone nothing is
 * left, but NaN where it is NaN or infinite.
 */
import { apply, make } from "../ops/row.js";
import { LRU } from "../plan/lru.js";
import type { Op } from "../ops/op.js";
import { constant, type Ex } from "../scalar/expr.js";
import { add, eq, mul, type Scalar, where } from "../scalar/words.js";
import { number } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Better } from "./forms.js";
import { affine, fitted, type Lin, mapAtoms } from "./lin.js";
import { through } from "./layout.js";

export const CANCELLED = "what cancels leaves no roundings behind";
export interface Left {
  readonly sum: Lin;
  readonly gone: readonly Tensor[];
}

/** What is left of a sum, of nodes that are stable; null where nothing in it cancels. */
export function leftOf(written: Tensor): Left | null {
  const sum = written.op.forms?.affine?.(written),
    parts = written.inputs.map(affine);
  if (!sum || !parts.some((l) => l.terms.size)) return null;
  const gone = new Map<number, Tensor>();
  for (const { terms } of parts) for (const { of: t } of terms.values()) if (!sum.terms.has(t.hash)) gone.set(t.hash, stableOf(t));
  return gone.size || (!sum.k && parts.some(({ k, terms }) => k && terms.size)) ? { sum: mapAtoms(sum, stableOf), gone: [...gone.values()] } : null;
}
/** A node below one that is being restated, in the form it has. */
const stableOf = (t: Tensor): Tensor => t.stable ?? (t.layout && t.inputs.length && t.op.again ? through(t, stableOf(t.inputs[0]!)) : t);

/** What a sum asks that has no form below. */
export function askLeft(node: Tensor, written: Tensor): Better | null {
  const left = leftOf(written);
  return left && { node: fitted(sumOf(left), node.shape), why: CANCELLED };
}

const made = /* @__PURE__ */ new LRU<Op>(256);
/** k + Σ cᵢ·xᵢ as one op, of what is left. The number is an operand: it may be another the next time. */
export function sumOf({ sum: { k, terms }, gone }: Left): Tensor {
  const all = [...terms.values(), ...(k ? [{ of: number(k), c: 1 }] : [])],
    cs = all.map(({ c }) => c),
    x = [...all.map((t) => t.of), ...gone];
  if (!x.length) return number(0);
  if (x.length === 1 && cs[0] === 1) return x[0]!;
  const body = (...x: readonly Ex[]): Ex => {
    const s = total(0, cs, x),
      none = x.slice(cs.length).map((t) => mul(t, 0));
    return none.length ? where(eq(none.reduce(add), 0), s, NaN) : s;
  };
  return apply(
    made.get(
      [...cs, gone.length].join(),
      () => make("left", { body, forms: {}, deriv: x.map((_, i) => (i < cs.length ? () => cs[i]! : null)) }, x.length).op,
    ),
    x,
  );
}
/** k + Σ cᵢ·xᵢ */
export function total(k: Scalar, cs: readonly Scalar[], x: readonly Ex[]): Ex {
  const s = cs.reduce<Scalar>((s, c, i) => (c ? plus1(s, c === 1 ? x[i]! : mul(x[i]!, c)) : s), k);
  return typeof s === "number" ? constant(s) : s;
}
export const plus1 = (s: Scalar, e: Scalar): Scalar => (s === 0 ? e : add(s, e));
