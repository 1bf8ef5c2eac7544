/** Shares n/(n + q): their derivative by n is q/(n + q)², in which nothing cancels where q is small beside n. */
import { elementwise } from "../ops/row.js";
import * as w from "../scalar/words.js";
import type { Tensor } from "../tensor/tensor.js";
import { bodyAt } from "../ops/derivative.js";
import type { Better } from "./forms.js";
import { affine, atom, fitted, type Lin, plus } from "./lin.js";
import { regionOfLin } from "./pairs.js";
import { type Monomial, monomial, product, put } from "./products.js";
import { wide } from "./region.js";

const share = /* @__PURE__ */ elementwise<2>("share", {
  body: (n, q) => w.div(n, w.add(n, q)),
  deriv: [(n, q) => w.div(w.div(q, w.add(n, q)), w.add(n, q)), (n, q) => w.neg(w.div(w.div(n, w.add(n, q)), w.add(n, q)))],
});

/** No share is of a sum of more terms. */
const MAX_TERMS = 4;

/** A quotient of which the denominator has the numerator among its terms. */
export function askShare(node: Tensor): Better | null {
  if (node.dtype === "float64") return null;
  const m = monomial(node);
  for (const { t, e } of m.factors.values()) {
    const whole = affine(t);
    if (e !== -1 || whole.terms.size > MAX_TERMS || whole.terms.has(t.hash)) continue;
    for (const { of, c } of whole.terms.values()) {
      const rest = without(m, monomial(of), t);
      // In one expression the derivative of an exponential could be 0·∞, where a cotangent of 0 would have annihilated it.
      if (!rest || regionOfLin(whole).heavy) continue;
      const n = atom(of, c),
        q = plus(whole, n, -1),
        s = shareOf(n, q);
      rest.c /= c;
      rest.factors.set(s.hash, { t: s, e: 1 });
      const better = fitted(rest.c === 1 && rest.factors.size === 1 ? s : product(rest), node.shape);
      better.written ??= node;
      return { node: better, why: "a share, in whose derivative nothing cancels" };
    }
  }
  return null;
}
const shareOf = (n: Lin, q: Lin): Tensor => wide("share", "share", [n, q].map(regionOfLin), (x, y) => bodyAt(share.row, [x!, y!]));

/** A product without the factors of a term and over one without `whole`; null where it has not all of them. */
function without(m: Monomial, term: Monomial, whole: Tensor): Monomial | null {
  if (!term.factors.size || !term.c || !Number.isFinite(m.c / term.c)) return null;
  const all = [...term.factors.values()].map(({ t, e }) => ({ t, e, left: (m.factors.get(t.hash)?.e ?? 0) - e }));
  if (all.some(({ e, left }) => e < 0 || left < 0)) return null;
  const factors = new Map(m.factors);
  for (const { t, left } of all) put(factors, t, left);
  factors.delete(whole.hash);
  return { c: m.c / term.c, steps: 0, gone: [], factors };
}
