/**
 * 2^x for float64 results: 2ⁿ·e^(f·ln 2) with n + f = x, |f| ≤ ½, the product in two parts. Error below 0.6 ulp, and 0.8 if the result is subnormal and
 * rounds again. Whole powers are exact. Worst of 300,000 0.7486 at -1022.1786135725428 (0xc08ff16dccf3e58b), by conformance/scripts/words64.ts.
 */
import type { Bundle, Simd } from "../../emit/index.js";
import { ROUND } from "../exp.js";
import { partsOf } from "./expm1.js";
import { twoProduct } from "./pair.js";

/** scripts/exponential.py. */
const LN2 = [0.6931471805599453, 2.3190468138462996e-17] as const;

export function exp2(d: Simd, x: Bundle): Bundle {
  // pmax and pmin give their first operand if it is NaN. 2^-1076 rounds to 0.
  const y = d.pmin(d.pmax(x, -1076), 1024);
  const t = d.add(y, ROUND);
  const n = d.sub(t, ROUND);
  const f = d.sub(y, n);
  const halfway = d.add(d.mul(n, 0.5), ROUND);
  const p = twoProduct(d, f, d.splat(d.lanes.const(LN2[0])));
  const low = d.neg(d.add(p.l, d.mul(f, LN2[1])));
  const { power, half, other } = partsOf(d, { n, high: p.h, low, half: d.shl(halfway, 52), other: d.shl(d.subBits(t, halfway), 52) });
  return d.mul(d.mul(d.add(power.h, power.l), d.addBits(1, half)), d.addBits(1, other));
}
