/**
 * ψ(x) for float64 results: as in ../digamma.ts, in pairs.
 * Error below 0.7 ulp for x > 0: ½ from the last addition, 2^-58 from the polynomials, of which the terms that matter are pairs. For x < 0 it is 2^-63 of
 * ψ(1 + a), or of ½, which cancels near roots: 1 ulp of results down to 2^-10 of that.
 * Worst of 600,000 0.6345 at -0.5039362991913816 (0xbfe0203f04896a8a), by conformance/scripts/words64.ts. Special values: ../digamma.ts.
 * Coefficients: scripts/gamma.py, "float64 slope near", "float64 slope far", "float64 cotangent".
 */
import type { Bundle, Simd } from "../../emit/index.js";
import { ROOT } from "../digamma.js";
import { parts } from "../gamma.js";
import { logOf, single, TWELFTH } from "./gamma.js";
import { pairs, type Two } from "./pairs.js";

const NEAR: readonly Two[] = [
  [0.9510558760318328, 4.330671984788305e-17],
  [-0.42362742128146047, -2.6288559799140463e-17],
  [0.24054248424078692, -4.0053864756823125e-18],
  [-0.14840492305391728, 1.294413447006464e-17],
  [0.0949887244529144, 5.094424630545147e-18],
  [-0.06192213327172098, -2.085014574434939e-18],
  [0.040760833938353475, -2.2160946177504814e-18],
  [-0.02697579683957821, -1.5098424692780392e-18],
  [0.017907248436308205, 2.3462459257693227e-19],
];
const NEAR_REST = [
  -0.01190821535232059, 0.007927018651326728, -0.005280013748989451, 0.003518157148365563, -0.0023447086636543477, 0.0015628503870058767,
  -0.001041706228603093, 0.0006943856236192235, -0.00046347627410570823, 0.0003091878060149253, -0.00020317818162215716, 0.00013466880164155477,
  -0.00010011140218840377, 0.00006860972119521164, -0.000022185235900335275, 0.000012189813529917707, -0.00003956970264550362,
  0.000027979987176831183,
];
const FAR = [
  -0.008333333333333333, 0.003968253968249796, -0.004166666663218268, 0.007575756443844028, -0.0210925993345039, 0.08331237751298302,
  -0.4417653479849069, 2.978075558963929, -23.577200553784046, 196.04118363411476, -1520.7218140585137, 9946.84668676027, -50389.666843631065,
  181030.81139249983, -405358.7951509115, 422344.5679129528,
];
const COTANGENT: readonly Two[] = [
  [3.289868133696453, 6.081430348128347e-17],
  [2.1646464674222763, 9.253126672999947e-17],
  [2.0346861239688994, 7.07870196789852e-17],
  [2.008154712395672, 1.0676533146143385e-16],
  [2.00198915027709, 7.94991631257181e-17],
  [2.0004921718115583, 1.6309988171341663e-16],
];
const COTANGENT_REST = [
  2.0001225481246654, 2.000029110068823, 2.000037276919124, 1.9995519926533765, 2.0051676689723776, 1.9547017210242341, 2.303777847216135,
  0.4490837320298552, 7.9479648285968345, -14.70018855214085, 34.75908722656659, -38.986897658844306, 28.170274863016996,
];

export function digamma(d: Simd, x: Bundle): Bundle {
  const p = pairs(d);
  const { a, z, d: rest, negative, first, near, third, whole } = parts(d, x);
  const zero = single(d, 0);
  const inverse = p.div(single(d, 1), single(d, a));
  const below = p.div(single(d, 1), single(d, d.sub(a, 1)));
  const series = p.mul(p.plus([-ROOT[0], -ROOT[1]], single(d, z)), p.polynomial(p.twoSum(z, -0.5), NEAR, NEAR_REST));
  const square = p.mul(inverse, inverse);
  const excess = p.mul(square, p.plus(TWELFTH, single(d, d.mul(square.h, d.polynomial(square.h, FAR)))));
  const stirling = p.add(logOf(d, single(d, a)), p.neg(excess));
  const half = p.scale(inverse, 0.5);
  const reflected = p.where(p.where(zero, p.where(p.add(inverse, below), inverse, third), first), half, near);
  const direct = p.where(p.where(p.neg(inverse), p.where(below, zero, third), first), p.neg(half), near);
  const cotangent = p.add(
    p.div(single(d, 1), single(d, rest)),
    p.neg(p.mul(single(d, rest), p.polynomial(p.twoProduct(rest, rest), COTANGENT, COTANGENT_REST))),
  );
  const y = p.add(p.where(series, stirling, near), p.where(p.add(reflected, cotangent), direct, negative));
  // −1/x is all of it for tiny x; the logarithm forgets infinities.
  const finite = d.where(d.div(-1, x), d.add(y.h, y.l), d.lt(a, 2 ** -60));
  const settled = d.where(Infinity, finite, d.eq(x, Infinity));
  return d.or(settled, d.or(d.and(whole, negative), d.not(d.eq(x, x))));
}
