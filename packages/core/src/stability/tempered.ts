/** Rows whose exponents are x/τ or x·β, τ and β the same along the row: by the distances of x from its greatest, which are exact where x is nearly equal. */
import { amax } from "../ops/amax.js";
import { type Exponents, isPlain } from "../ops/exponents.js";
import { dimsOf } from "../ops/reduction.js";
import { mul } from "../ops/mul.js";
import { sign } from "../ops/sign.js";
import { sub } from "../ops/sub.js";
import { record, type Tensor } from "../tensor/tensor.js";
import type { Better } from "./forms.js";
import { held } from "./held.js";
import { signOf } from "./interval.js";
import { isStill } from "./layout.js";
import { fitted } from "./lin.js";
import { monomial, product } from "./products.js";
import { asRegion } from "./region.js";

/** Shares of a row, or their logarithms: that all exponents are less by one number changes none, nor what τ has for a gradient. */
export function askTempered(node: Tensor): Better | null {
  const e = node.attrs as Exponents,
    [x] = node.inputs as [Tensor];
  if (!isPlain(e) || e.exponential || node.dtype !== "float32") return null;
  const m = monomial(x),
    all = [...m.factors.values()],
    [u, ...others] = all.filter(({ t }) => !isStill(t, x.shape, e));
  if (!u || u.e !== 1 || others.length || all.length < 2 || !x.size || m.gone.length || !m.c || !Number.isFinite(m.c)) return null;
  const t = fitted(u.t, x.shape),
    factors = new Map(m.factors);
  factors.delete(u.t.hash);
  // By a factor below 0 the least is the greatest exponent.
  const by = product({ ...m, factors }),
    s = signOf(by) ?? sign(by),
    less = sub(t, held(mul(amax(mul(t, s), dimsOf(e), { keepdim: true }), s)));
  factors.set(less.hash, { t: less, e: 1 });
  const whole = product({ ...m, factors });
  return {
    node: record(node.op, [fitted(asRegion(whole) ?? whole, x.shape)], node.shape, e, node.dtype),
    why: "what all exponents of a row have in common changes no share",
  };
}
