/** √(b² + d) + b, where b is negative, as d/(√(b² + d) − b): in neither the value nor its derivatives does anything cancel. */
import * as w from "../scalar/words.js";
import type { Ex } from "../scalar/expr.js";
import { numberIn } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Better } from "./forms.js";
import { emit } from "./emit.js";
import { affine, atom, cost, fitted, type Lin, plus, times } from "./lin.js";
import { regionOfLin } from "./pairs.js";
import { type Monomial, monomial, product, put } from "./products.js";
import { regionOf, wide } from "./region.js";
import { powerIn, squareIn } from "./squares.js";

/** c·(√(b² + d) + b), and the rest of a sum. */
interface Conjugate {
  readonly c: number;
  readonly b: Lin;
  readonly d: Lin;
  readonly rest: Lin;
}
function conjugateIn(l: Lin): Conjugate | null {
  for (const { of, c } of l.terms.values()) {
    const base = powerIn(of);
    if (base?.e !== 0.5) continue;
    const under = affine(base.x),
      others = plus(l, atom(of), -c);
    for (const square of under.terms.values()) {
      const x = square.c > 0 ? squareIn(square.of) : null;
      if (!x) continue;
      const a = affine(x),
        [first] = a.terms.values(),
        found = first && others.terms.get(first.of.hash),
        by = found ? found.c / first.c / c : 0;
      if (!by || Math.abs(by * by - square.c) > 1e-15 * square.c) continue;
      const rest = plus(others, a, -by * c),
        d = plus(under, atom(square.of), -square.c);
      if (cost(rest) <= cost(others) - cost(a) && cost(d)) return { c, b: times(a, by), d, rest };
    }
  }
  return null;
}
const root = (b: Ex, d: Ex): Ex => w.sqrt(w.add(w.mul(b, b), d));
const sumOf = (b: Ex, d: Ex): Ex => w.where(w.lt(b, 0), w.div(d, w.sub(root(b, d), b)), w.add(root(b, d), b));
/** e^asinh b, where d is 1. @internal */
export const rootSum = (b: Lin, d: Lin): Tensor => wide("conjugate", "conjugate", [b, d].map(regionOfLin), (x, y) => sumOf(x!, y!));

/** What a sum with a root among its terms asks. */
export function askConjugate(node: Tensor): Better | null {
  const found = node.dtype === "float64" ? null : conjugateIn(affine(node));
  if (!found) return null;
  const t = fitted(emit(plus(found.rest, atom(rootSum(found.b, found.d)), found.c)), node.shape);
  t.written = node;
  return { node: t, why: "a root and what it is almost the root of, by their conjugate" };
}
/** The same sum as a factor of a product, with d over what the product is divided by; null where that is no shorter. */
export function conjugateOver(m: Monomial, sum: Tensor): Tensor | null {
  const found = sum.dtype === "float64" ? null : conjugateIn(affine(sum)),
    [only] = found ? found.d.terms.values() : [];
  if (!found || !only || cost(found.rest) || found.d.k || found.d.terms.size !== 1) return null;
  const others = new Map(m.factors);
  others.delete(sum.hash);
  const before = [...others.values()].filter((f) => f.e < 0).length,
    ratio: Monomial = { c: m.c * found.c * only.c, steps: 0, gone: [], factors: new Map(others) },
    part = monomial(only.of);
  ratio.c *= part.c;
  for (const { t, e } of part.factors.values()) put(ratio.factors, t, (ratio.factors.get(t.hash)?.e ?? 0) + e);
  if ([...ratio.factors.values()].filter((f) => f.e < 0).length >= before) return null;
  const by = product({ c: m.c * found.c, steps: 0, gone: [], factors: others }),
    over = product(ratio),
    parts = [regionOfLin(found.b), regionOfLin(found.d), numberIn(over) === undefined ? regionOf(over) : regionOfLin(affine(over)), regionOf(by)];
  return wide("conjugate", "conjugate over", parts, (b, d, q, f) =>
    w.where(w.lt(b!, 0), w.div(q!, w.sub(root(b!, d!), b!)), w.mul(f!, w.add(root(b!, d!), b!))),
  );
}
