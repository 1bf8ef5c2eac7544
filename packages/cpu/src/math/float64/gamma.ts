/** What lgamma and digamma for float64 results share beside ../gamma.ts. */
import type { Bundle, Operand, Simd } from "../../emit/index.js";
import { split } from "../log.js";
import { logOfPair } from "./logPair.js";
import { type Pair, quickSum } from "./pair.js";
import type { Two } from "./pairs.js";

/** 1/12, where both series begin. */
export const TWELFTH: Two = [0.08333333333333333, 4.625929269271485e-18];

export const single = (d: Simd, h: Operand): Pair => ({
  h: typeof h === "number" ? d.splat(d.lanes.const(h)) : h,
  l: d.splat(d.lanes.const(0)),
});

/** log(v·2^−raised) to 2^-64 of itself, for positive finite v; of a subnormal v the lower part is 0. */
export function logOf(d: Simd, v: Pair, raised?: Bundle): Pair {
  const tiny = d.lt(v.h, 2 ** -1022);
  const { m, e, shifted } = split(d, d.where(d.mul(v.h, 2 ** 54), v.h, tiny));
  const small = d.mul(v.l, d.pmax(d.subBits(1, shifted), 0));
  const exponent = d.sub(e, d.and(tiny, 54));
  return logOfPair(d, raised ? d.sub(exponent, raised) : exponent, quickSum(d, d.sub(m, 1), small));
}
