/** Sums in which every term has one factor, a·b − a: what is left beside it may cancel. */
import { mul } from "../ops/mul.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Better } from "./forms.js";
import { emit, settle } from "./emit.js";
import { affine, atom, cost, fitted, type Lin, lin, plus } from "./lin.js";
import { paired } from "./pairs.js";
import { type Monomial, monomial, product } from "./products.js";
import { asRegion } from "./region.js";
import { summed } from "./sums.js";

/** No sum of more terms is divided by a factor. */
const MAX_TERMS = 4;

/** t·(Σ terms/t), where that sum can be stated better than by its terms. */
export function askCommon(node: Tensor): Better | null {
  const written = affine(node),
    terms = [...written.terms.values()].map(({ of, c }) => ({ c, m: monomial(of) }));
  if (written.k || terms.length < 2 || terms.length > MAX_TERMS || !terms.every(({ m }) => m.c && Number.isFinite(m.c))) return null;
  for (const { t, e } of terms[0]!.m.factors.values()) {
    if (e < 1 || !terms.every(({ m }) => (m.factors.get(t.hash)?.e ?? 0) >= 1)) continue;
    const rest = settle(terms.reduce((s, { c, m }) => plus(s, without(m, t), c), lin(0)));
    if (!rest.terms.size || cost(rest) < 2) continue;
    const plain = emit(rest),
      better = paired(rest) ? plain : summed(rest, plain.shape);
    if (better.hash === plain.hash && !paired(rest)) continue;
    const whole = mul(t, better),
      s = fitted(asRegion(whole) ?? whole, node.shape);
    s.written = node;
    return { node: s, why: "what is left of a common factor does not cancel" };
  }
  return null;
}
/** A product less one of its factors, as a sum. */
export function without({ c, factors }: Monomial, { hash }: Tensor): Lin {
  const rest = new Map(factors),
    f = rest.get(hash)!;
  if (f.e > 1) rest.set(hash, { t: f.t, e: f.e - 1 });
  else rest.delete(hash);
  const [only] = rest.values();
  if (!only) return lin(c);
  return rest.size === 1 && only.e === 1 ? atom(only.t, c) : atom(product({ c: 1, steps: 0, gone: [], factors: rest }), c);
}
