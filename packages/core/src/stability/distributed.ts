/** Sums times an exponential, (e^a + q)·e^b: one term of them is e^(a + b), and that is 1 + a + b and a rest. */
import { expm1mx } from "../ops/excess.js";
import { mul } from "../ops/mul.js";
import type { Tensor } from "../tensor/tensor.js";
import { emit, of, settle } from "./emit.js";
import { isNative, logForm, type Offset } from "./forms.js";
import { affine, atom, cost, lin, plus, type Term } from "./lin.js";
import { monomial, product, put } from "./products.js";
import { termOf } from "./terms.js";

/** No sum of more terms is multiplied out. */
const MAX_TERMS = 4;

/** Of such a product, by each exponential of the sum. */
export function offsetsOfProductWithSum(node: Tensor): readonly Offset[] {
  const m = monomial(node);
  if (m.factors.size !== 2 || !m.c || !Number.isFinite(m.c)) return [];
  for (const { t, e } of m.factors.values()) {
    const sum = affine(t);
    if (e !== 1 || cost(sum) < 2 || sum.terms.size > MAX_TERMS || sum.terms.has(t.hash)) continue;
    const factors = new Map(m.factors);
    put(factors, t, 0);
    const other = product({ ...m, c: 1, factors }),
      f = logForm(other);
    if (!isNative(f) || !f.positive) return [];
    // By exponents where they are known, which may leave the range one by one.
    const timesOther = (x: Tensor): Tensor => {
      const g = logForm(x);
      return isNative(g) ? termOf(g.sign, plus(g.log, f.log)) : mul(x, other);
    };
    const ofTerm = (term: Term): Offset[] => {
      const g = logForm(term.of),
        u = isNative(g) && g.positive ? settle(plus(g.log, f.log)) : lin(0),
        c = term.c * m.c,
        rest = plus(sum, atom(term.of), -term.c);
      if (!u.terms.size) return [];
      return [{ base: plus(lin(c), u, c), rest: () => plus(atom(of(expm1mx, u), c), atom(timesOther(emit(rest, t.shape)), m.c)) }];
    };
    return sum.terms.values().flatMap(ofTerm);
  }
  return [];
}
