/**
 * e^x − 1 for float64 results, x = n·ln 2 + r, |r| ≤ ½ ln 2. With e^r = 1 + r + r²/2 + r³·q(r) summed in two parts, it is their product with 2ⁿ
 * less 1, the difference taken with what it loses; where n = 0, e^r without its 1. expm1(±0) = ±0.
 * Error below 0.65 ulp: ½ from the last addition and at most 0.15 from r³·q(r), which is below 0.008, and from the sum of what is lost; n = 1, where
 * 2e^r − 1 is near 0.42, has most. The polynomial has 2^-62 of the result. Worst of 12 million 0.5925 at 0.35118895769325054
 * (0x3fd679e1400090d0), by conformance/scripts/words64.ts. Coefficients: scripts/coefficients.py, "float64 expm1".
 */
import type { Bundle, Operand, Simd } from "../../emit/index.js";
import { reduce } from "./exp.js";
import { type Pair, upper as upperHalf } from "./pair.js";

export const CUBIC = [
  0.16666666666666677, 0.04166666666666669, 0.008333333333321697, 0.0013888888888870228, 0.00019841269885984185, 0.000024801587355947708,
  0.0000027557244337676534, 2.7557245716887194e-7, 2.5108995626673155e-8, 2.092371781930176e-9,
];

interface Parts {
  readonly n: Bundle;
  /** 2ⁿ as in `reduce`. */
  readonly half: Bundle;
  readonly other: Bundle;
  /** e^r − 1 but for `low`, which is 0 where n is. */
  readonly near: Pair;
  /** e^y·2^-n. */
  readonly power: Pair;
}
/** Of y within ±2¹⁰, all to 2^-57 of themselves; `l` of a pair may be up to 0.06 of its `h`. */
export const parts = (d: Simd, y: Operand): Parts => partsOf(d, reduce(d, y));

/** The same of y = n·ln 2 + high − low; `high` need not be exact if `low` makes up for it. */
export function partsOf(d: Simd, { n, high: r, low, half, other }: ReturnType<typeof reduce>): Parts {
  // The square of the 26 bits that stay is exact.
  const upper = upperHalf(d, r);
  const square = d.mul(upper, d.mul(upper, 0.5));
  const squareLow = d.mul(d.sub(r, upper), d.mul(d.add(r, upper), 0.5));
  const cubic = d.mul(d.mul(d.mul(r, r), r), d.polynomial(r, CUBIC));
  // e^r − 1 = first + rest.
  const first = d.add(r, square);
  const rest = d.add(d.add(d.sub(r, first), square), d.add(squareLow, cubic));
  // e^(r − low) = sum + tail. It is e^r·(1 − low): low² is below 2^-66.
  const sum = d.add(first, 1);
  const upTo = d.add(d.add(d.sub(1, sum), first), rest);
  const tail = d.sub(upTo, d.mul(low, d.add(sum, upTo)));
  return { n, half, other, near: { h: first, l: rest }, power: { h: sum, l: tail } };
}

export function expm1(d: Simd, x: Operand): Bundle {
  // e^-40 − 1 rounds to −1, e^710 to ∞.
  const { n, half, other, near, power: e } = parts(d, d.pmin(d.pmax(x, -40), 710));
  // All is divided by 2^other, so that nothing overflows before the result does.
  const power = d.addBits(1, half);
  const minuend = d.mul(e.h, power);
  const one = d.subBits(1, other);
  const difference = d.sub(minuend, one);
  const back = d.sub(minuend, difference);
  const lost = d.add(d.sub(minuend, d.add(difference, back)), d.sub(back, one));
  const y = d.mul(d.add(difference, d.add(lost, d.mul(e.l, power))), d.addBits(1, other));
  // The result has the sign of x always, also where it is 0.
  return d.or(d.where(d.add(near.h, near.l), y, d.eq(n, 0)), d.and(x, -0));
}
