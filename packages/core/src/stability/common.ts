/** Sums in which every term has one factor, a·b − a, and mixtures, whose weights add up to a number: what is left may cancel against that number. */
import { mul } from "../ops/mul.js";
import { numberIn } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Better, offsetsOf } from "./forms.js";
import { affine, atom, cost, emit, fitted, type Lin, lin, plus, settle } from "./lin.js";
import { paired } from "./pairs.js";
import { type Monomial, monomial, product } from "./products.js";
import { asRegion } from "./region.js";
import { summed } from "./sums.js";
import { type Product, waysOf } from "./collected.js";

/** No sum of more terms is divided by a factor, or is a mixture. */
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
function without({ c, factors }: Monomial, { hash }: Tensor): Lin {
  const rest = new Map(factors),
    f = rest.get(hash)!;
  if (f.e > 1) rest.set(hash, { t: f.t, e: f.e - 1 });
  else rest.delete(hash);
  const [only] = rest.values();
  if (!only) return lin(c);
  return rest.size === 1 && only.e === 1 ? atom(only.t, c) : atom(product({ c: 1, steps: 0, gone: [], factors: rest }), c);
}

/** A sum that is 0 but for what values under weights differ from one number, by these differences; null for every other. */
export function mixed(l: Lin): Lin | null {
  const terms = [...l.terms.values()];
  if (!l.k || terms.length < 2 || terms.length > MAX_TERMS) return null;
  const ways = terms.map(({ of, c }) => waysOf(of, c));
  if (!ways.some((w) => w.length > 1)) return null;
  const search = (i: number, chosen: readonly Product[], sum: Lin): readonly Product[] | null => {
    if (i === ways.length) return sum.terms.size ? null : chosen;
    for (const p of ways[i]!) {
      const found = search(i + 1, [...chosen, p], plus(sum, p.weight, p.c));
      if (found) return found;
    }
    return null;
  };
  const products = search(0, [], lin(0)),
    whole = products?.reduce((s, p) => s + p.c * p.weight.k, 0);
  if (!products || !whole) return null;
  const base = -l.k / whole,
    rests = products.map(({ value }) => {
      const n = numberIn(value);
      return n !== undefined
        ? n === base
          ? lin(0)
          : null
        : (offsetsOf(value)
            .find((o) => !o.base.terms.size && o.base.k === base)
            ?.rest() ?? null);
    });
  if (!rests.every((r) => r !== null)) return null;
  return products.reduce((s, { c, weight }, i) => (cost(rests[i]!) ? plus(s, atom(mul(emit(weight), emit(rests[i]!))), c) : s), lin(0));
}
