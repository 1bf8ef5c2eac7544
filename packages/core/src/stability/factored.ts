/** Sums that are products, as they were multiplied out: f + c·f·v, of which f is a sum itself, and 1 − u − v + u·v. */
import { mul } from "../ops/mul.js";
import type { Tensor } from "../tensor/tensor.js";
import { without } from "./common.js";
import { emit } from "./emit.js";
import type { Better } from "./forms.js";
import { affine, atom, cost, fitted, isZero, type Lin, lin, plus, times } from "./lin.js";
import { monomial } from "./products.js";
import { asRegion } from "./region.js";
import { summed } from "./sums.js";

/** No sum of more terms is looked at. */
const MAX_TERMS = 4;

/** Both factors, where one can be stated better than by its terms. */
export function askFactored(node: Tensor): Better | null {
  const written = affine(node);
  for (const { of: t, c } of written.terms.size > MAX_TERMS ? [] : written.terms.values()) {
    const m = monomial(t),
      rest = plus(written, atom(t), -c);
    if (m.factors.size < 2 || !m.c || !Number.isFinite(m.c)) continue;
    // 1 − σ(x) may stand as σ(−x) among the factors.
    const settled = cost(rest) > 1 ? affine(summed(rest, node.shape)) : rest;
    for (const { t: u, e } of m.factors.values()) {
      const factors = e === 1 ? (factorsOf([rest, settled], u, times(without(m, u), c)) ?? []) : [],
        plain = factors.map((l) => emit(l)),
        better = factors.map((l, i) => summed(l, plain[i]!.shape));
      if (better.every((x, i) => x.hash === plain[i]!.hash)) continue;
      const whole = better.reduce((a, b) => mul(a, b));
      return { node: fitted(asRegion(whole) ?? whole, node.shape), why: "what is left of a common factor does not cancel" };
    }
  }
  return null;
}
/** Of rest + u·v, rest in two statements: u·(r + v), if one is r·u, or (k + a·u)·(1 + v/a), if it is k + a·u + (k/a)·v. */
function factorsOf([rest, settled]: readonly [Lin, Lin], u: Tensor, v: Lin): readonly [Lin, Lin] | null {
  const sum = affine(u),
    [first] = sum.terms.values();
  for (const l of cost(rest) > 1 ? [rest, settled] : []) {
    const r = (l.terms.get(first!.of.hash)?.c ?? 0) / first!.c;
    if (r && isZero(plus(l, sum, -r))) return [sum, plus(lin(r), v)];
  }
  const a = rest.terms.get(u.hash)?.c;
  if (!rest.k || !a || rest.terms.size !== 2 || !isZero(plus(plus(rest, lin(rest.k, [u, a]), -1), v, -rest.k / a))) return null;
  return [lin(rest.k, [u, a]), plus(lin(1), v, 1 / a)];
}
