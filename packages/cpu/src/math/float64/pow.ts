/**
 * x^y for float64 results: e^(y·log|x|), the logarithm and the product in two parts, the exponential as in expm1.ts. The exponent is known to 745·2^-64,
 * 2^-54.4, which is 0.2 ulp of the result at most; with ½ from the rounding and 0.05 from the exponential the error is below 0.8 ulp, and below 1 where the
 * result is subnormal and rounds again. Special values are those of IEEE 754: ../pow.ts. Worst of six times 300,000 0.7435 of 1.37^x at -2251.4575062191084 (0xc0a196ea3e415193), by conformance/scripts/words64.ts.
 */
import type { Bundle, Simd } from "../../emit/index.js";
import { positive, settle as settleLog } from "../log.js";
import { held, settle } from "../pow.js";
import { parts } from "./expm1.js";
import { logOfPair } from "./logPair.js";
import { twoProduct } from "./pair.js";

export function pow(d: Simd, x: Bundle, y: Bundle): Bundle {
  const size = d.abs(x);
  const { e, F } = positive(d, size);
  const log = logOfPair(d, e, { h: F, l: d.splat(d.lanes.const(0)) });
  const high = settleLog(d, log.h, size, 0);
  const to = held(d, y);
  const exponent = twoProduct(d, to, high);
  // Where the product is infinite, or beyond every result, its lower part is NaN or too large to be one.
  const low = d.and(d.add(exponent.l, d.mul(to, log.l)), d.lt(d.abs(exponent.h), 1000));
  const { power, half, other } = parts(d, d.pmin(d.pmax(exponent.h, -746), 710));
  const sum = d.add(power.h, d.add(power.l, d.mul(low, d.add(power.h, power.l))));
  return settle(d, d.mul(d.mul(sum, d.addBits(1, half)), d.addBits(1, other)), x, y);
}
