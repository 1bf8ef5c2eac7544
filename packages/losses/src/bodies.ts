/** not a loss: what bodies of losses are made of. */
import type { Ex } from "@evenkeel/core";
import * as w from "@evenkeel/core/words";

/** c·v, and 0 where c is 0 though v be infinite: what has no weight adds nothing. */
export const times = (c: Ex, v: Ex): Ex => w.where(w.and(w.eq(c, 0), w.eq(v, v)), 0, w.mul(c, v));
/** log(1 + e^−|x|): softplus(x) less what is linear, and softplus(−x) too. */
export const tail = (x: Ex): Ex => w.log1p(w.exp(w.neg(w.abs(x))));
/** −1, 0 or 1; NaN for NaN. */
export const signOf = (x: Ex): Ex => w.where(w.lt(0, x), 1, w.where(w.lt(x, 0), -1, w.where(w.eq(x, 0), 0, NaN)));
