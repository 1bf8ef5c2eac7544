/**
 * e^(x²)·erfc(x) for float64 results: for x ≥ 0 it is P(s)/(1 + 2x) with s = (x − 4)/(x + 4), the first terms of the polynomial, the quotients and the
 * exponential being pairs.
 * For x < 0 it is the difference of pairs, 2e^(x²) − erfcx(−x).
 * Error below 0.6 ulp: ½ from the last addition; 2^-57 from the polynomial, whose tenth term and those behind it are single and below 2^-5, and
 * 2^-58 from the exponential. Below 2^-1022 it is rounded again. erfcx(∞) = 0, erfcx(x) = ∞ below −26.6.
 * Worst of 600,000 0.7525 at 6.40989020013009e+306 (0x7fa2418776e7ebfc), by conformance/scripts/words64.ts. Coefficients: scripts/erf.py, "float64 erfcx".
 */
import type { Bundle, Simd } from "../../emit/index.js";
import { type Pair, pairs, type Two } from "./pairs.js";
import { power } from "./power.js";

const FIRST: readonly Two[] = [
  [1.2329951186255526, -4.625185551775144e-17],
  [-0.1396211168405625, -7.88287442052936e-18],
  [0.015379652102620043, 4.7952579904905613e-20],
  [0.06809705425469155, 3.3916976823999342e-18],
  [-0.10103906603632531, -6.462709826861067e-18],
  [0.0937328349983961, 2.8471587035140295e-18],
  [-0.06633036581163784, -3.1326197348643336e-18],
  [0.037167515536642354, -3.0664395193315154e-18],
  [-0.016197734066133482, 4.929353209810738e-19],
];
const REST = [
  0.005031969985859783, -0.0007577732178148209, -0.0001992567351123941, 0.00015062129729114941, -2.439910557637379e-5, -1.1220713718490276e-5,
  5.709644371443941e-6, 2.908002038301191e-7, -8.257540138223866e-7, 7.91311216853018e-8, 1.1121018768872452e-7, -2.2170317815652935e-8,
  -1.573664952050903e-8, 4.201779536540417e-9, 2.424311713768207e-9, -6.740760786233083e-10, -3.817150361150582e-10, 8.544542759559003e-11,
  5.0817695080019526e-11, -6.234040268744916e-12, -3.8923948830064865e-12,
];

/** erfcx(a) for a ≥ 0, to 2^-57. */
export function scaledTail(d: Simd, a: Bundle): Pair {
  const p = pairs(d);
  // From 2^60 on s is 1.
  const near = d.pmin(a, 2 ** 60);
  const s = p.div(p.twoSum(near, -4), p.twoSum(near, 4));
  const scaled = p.polynomial(s, FIRST, REST);
  // 1 + 2a would overflow.
  return p.div(p.scale(scaled, 0.5), p.twoSum(d.pmin(a, Number.MAX_VALUE), 0.5));
}

export function erfcx(d: Simd, x: Bundle): Bundle {
  const p = pairs(d);
  const a = d.abs(x);
  const y = scaledTail(d, a);
  // 2e^(27²) is beyond float64.
  const held = d.pmin(a, 27);
  const e = power(d, p.twoProduct(held, held));
  const small = d.mul(d.mul(y.h, d.subBits(1, e.half)), d.subBits(1, e.other));
  const smallLow = d.mul(d.mul(y.l, d.subBits(1, e.half)), d.subBits(1, e.other));
  const difference = p.add(p.scale(e, 2), { h: d.neg(small), l: d.neg(smallLow) });
  const left = d.mul(d.mul(d.add(difference.h, difference.l), d.addBits(1, e.half)), d.addBits(1, e.other));
  // No result is less than 0, and the quotient forgets infinities.
  return d.where(left, d.where(0, d.add(y.h, y.l), d.eq(x, Infinity)), d.lt(x, 0));
}
