/**
 * ψ(x) = Γ′(x)/Γ(x). Below 3 it is (z − r)·P(z − ½), the value at 1 + z with its root r in two parts, and what 1/a, or 1/(a − 1), adds (gamma.ts); from 3 on
 * log a − 1/2a − Q(1/a²)/a². For x < 0 it is ψ(1 + a) + π·cot πa, the cotangent being 1/d − d·C(d²).
 * Relative error below 2^-40: 2^-45.6 from the polynomials, of which none is larger than the result where x > 0. For x < 0 there is a root in every unit,
 * near which the word at float64 degree takes over; it is right to 2^-63 of its terms. So float32 results are within 0.501 ulp.
 * digamma(±0) = ∓∞, NaN at negative whole numbers and −∞. Coefficients: scripts/gamma.py, "slope near", "slope far", "cotangent".
 * Worst of all float32 inputs: 0.500000 ulp at 0xc09523b0.
 */
import { rarely, type Bundle, type Simd } from "../emit/index.js";
import { digamma as precise } from "./float64/digamma.js";
import { parts } from "./gamma.js";
import { log } from "./log.js";

const NEAR = [
  0.9510558760318485, -0.4236274212816584, 0.24054248423074506, -0.14840492301121092, 0.0949887255151786, -0.061922135996581924, 0.04076079077704804,
  -0.026975717360403707, 0.01790812387524593, -0.011909475028469816, 0.007917099039348246, -0.005268287634742418, 0.0035835532182477508,
  -0.002410325959708513, 0.0013163402635949352, -0.0008270963667316409, 0.0011717010784288474, -0.0008284982958967153,
];
const FAR = [
  0.08333333333331505, -0.008333333304817597, 0.003968246621282906, -0.0041659298112292865, 0.007537920613481739, -0.019956246203985194,
  0.06165679726065438, -0.1604863801444204, 0.22370533975593387,
];
const COTANGENT = [
  3.289868133696459, 2.164646467413995, 2.034686125785387, 2.008154556032719, 2.001996129657552, 2.0003073320516225, 2.0032507433181856,
  1.9647859511349623, 2.269131626786356, 0.6110144004299467, 6.7113567066913395, -7.771730851576209, 12.258686804677689,
];
/** ψ(1 + r) = 0. */
export const ROOT = [0.46163214496836236, -1.5522348162858677e-17] as const;
const CANCELLED = 2 ** -8;

export function digamma(d: Simd, x: Bundle): Bundle {
  const { a, z, d: e, negative, first, near, third, whole } = parts(d, x);
  const inverse = d.div(1, a);
  const series = d.mul(d.sub(d.sub(z, ROOT[0]), ROOT[1]), d.polynomial(d.sub(z, 0.5), NEAR));
  const square = d.mul(inverse, inverse);
  const stirling = d.sub(log(d, a, false, false), d.mul(square, d.polynomial(square, FAR)));
  // What is left of ψ(1 + a) and of ψ(a) for a of 1 to 2, 2 to 3, and beyond; below 1 it is 0 and −1/a.
  const below = d.div(1, d.sub(a, 1));
  const half = d.mul(inverse, 0.5);
  const reflected = d.where(d.andnot(d.where(d.add(inverse, below), inverse, third), first), half, near);
  const direct = d.where(d.where(d.div(-1, x), d.and(third, below), first), d.neg(half), near);
  const cotangent = d.sub(d.div(1, e), d.mul(e, d.polynomial(d.mul(e, e), COTANGENT)));
  const y = d.add(d.where(series, stirling, near), d.where(d.add(reflected, cotangent), direct, negative));
  rarely(d, cancels(d, x, y), [x, y], (one, at, rough) => [at, one.where(precise(one, at), rough, cancels(one, at, rough))]);
  return d.or(y, d.and(whole, negative));
}
const cancels = (d: Simd, x: Bundle, y: Bundle): Bundle => d.and(d.lt(x, 0), d.lt(d.abs(y), CANCELLED));
