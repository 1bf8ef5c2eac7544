/** Restated sums that keep written terms beside the restated ones, and sums of many terms of which few can be restated. */
import type { Tensor } from "../tensor/tensor.js";
import type { Better, Offset } from "./forms.js";
import { emit } from "./emit.js";
import { affine, atom, cost, fitted, type Lin, plus } from "./lin.js";
import { regionOf, type Region, wide } from "./region.js";
import { regionOfLin } from "./pairs.js";

/** No sum is evaluated wide with more elementary functions, or operands. */
const MAX_HEAVY = 4;
const MAX_ATOMS = 8;

/**
 * The restated sum as one region: what is left of a restated term is not rounded, so written terms may cancel against it as they did against what is gone. Null
 * where something restated would be rounded, or the elements are float64, which nothing holds wide.
 */
export function heldWide(l: Lin, written: Lin): Tensor | null {
  const news = [...l.terms.values()].filter((t) => !written.terms.has(t.of.hash)),
    region: Region = regionOfLin(l);
  if (!news.every(({ of }) => of.dtype === "float32" && regionOf(of).ops > 0) || region.heavy > MAX_HEAVY || region.atoms.length > MAX_ATOMS)
    return null;
  return wide("lin", "", [region], (x) => x);
}

/** Whether a term restated by one of its offsets makes a sum no longer, but for what is left of the term. */
export const isUseful = (l: Lin, of: Tensor, c: number, offsets: readonly Offset[]): boolean =>
  offsets.some((o) => cost(plus(plus(l, atom(of), -c), o.base, c), l.k) < cost(l));

/** A sum of which one term is left, in whose operands a constant was added that is gone: that term. */
export function byCancelling(node: Tensor, written: Lin): Better | null {
  const inner = node.inputs.map(affine);
  if (written.terms.size !== 1 || written.k || !inner.some((l) => l.k && l.terms.size)) return null;
  // NaN and ∞ of what cancels must not vanish.
  if (!inner.every((l) => [...l.terms.keys()].every((hash) => written.terms.has(hash)))) return null;
  return { node: fitted(emit(written), node.shape), why: "constants cancel before they are rounded" };
}
