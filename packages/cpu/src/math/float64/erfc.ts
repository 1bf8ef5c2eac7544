/**
 * 1 − erf x for float64 results: e^(−x²)·erfcx(x) for x ≥ 0, the product of two pairs; 2 − erfc(−x) for x < 0.
 * Error below 0.6 ulp: ½ from the last addition and 2^-56 of the two factors; below 1 ulp where the result is subnormal and so is rounded again.
 * Worst of 12 million 0.7553 at 26.543612057266632 (0x403a8b2a28e7abe5), by conformance/scripts/words64.ts.
 * erfc(∞) = 0, erfc(−∞) = 2.
 */
import type { Bundle, Simd } from "../../emit/index.js";
import { scaledTail } from "./erfcx.js";
import { type Pair, pairs } from "./pairs.js";
import { power } from "./power.js";

/** erfc(a) for a ≥ 0: `scaled`·2^half·2^other, and that product, which has lost bits where it is subnormal. */
export function tail(d: Simd, a: Bundle): { scaled: Pair; product: Pair; half: Bundle; other: Bundle } {
  const p = pairs(d);
  // e^(−28²) is below 2^-1100.
  const held = d.pmin(a, 28);
  const { half, other, ...e } = power(d, p.neg(p.twoProduct(held, held)));
  const scaled = p.mul(e, scaledTail(d, a));
  return { scaled, product: p.scale(p.scale(scaled, d.addBits(1, half)), d.addBits(1, other)), half, other };
}

/** c − y, rounded once, where c is larger. */
export function complement(d: Simd, c: number, y: Pair): Bundle {
  const { h, l } = pairs(d).quickSum(c, d.neg(y.h));
  return d.add(h, d.sub(l, y.l));
}

export function erfc(d: Simd, x: Bundle): Bundle {
  const { scaled, product, half, other } = tail(d, d.abs(x));
  const right = d.mul(d.mul(d.add(scaled.h, scaled.l), d.addBits(1, half)), d.addBits(1, other));
  return d.where(complement(d, 2, product), right, d.lt(x, 0));
}
