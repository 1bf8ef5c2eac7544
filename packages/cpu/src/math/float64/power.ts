/**
 * e^y of a pair y within ±2¹⁰, as a pair to 2^-58 and a power of 2: with y = n·ln 2 + r, |r| ≤ ½ ln 2, it is 2ⁿ·(1 + r + r²/2 + r³·q(r)), r and r²/2
 * taken with what they lose. The polynomial is that of expm1.ts.
 */
import type { Bundle, Simd } from "../../emit/index.js";
import { reduce } from "./exp.js";
import { CUBIC } from "./expm1.js";
import { type Pair, pairs } from "./pairs.js";

/** (h + l)·2^half·2^other, h + l from 0.7 to 1.42; half and other are to be added to the bits of a number. */
export interface Power extends Pair {
  readonly half: Bundle;
  readonly other: Bundle;
}

export function power(d: Simd, y: Pair): Power {
  const p = pairs(d);
  const { high, low, half, other } = reduce(d, y.h);
  const r = p.twoSum(high, d.sub(y.l, low));
  const square = p.twoProduct(r.h, d.mul(r.h, 0.5));
  const cubic = d.mul(d.mul(d.mul(r.h, r.h), r.h), d.polynomial(r.h, CUBIC));
  const rest = d.add(d.add(square.l, d.mul(r.h, r.l)), d.add(r.l, cubic));
  const first = p.quickSum(r.h, square.h);
  const sum = p.quickSum(1, first.h);
  return { ...p.quickSum(sum.h, d.add(sum.l, d.add(first.l, rest))), half, other };
}
