/**
 * log|Γ(x)| = f·(log v − b) + g. Below 3, g = log Γ(1 + z) = z·(z − 1)·P(z − ½), whose roots are exact, and f·log v is what the product of a, or of a − 1,
 * adds (gamma.ts); b is 0. From 3 on it is Stirling's series with v = a, f = a − ½, b = 1, where all terms are positive. For x < 0 it is
 * −log(|sin πa|/π) − log Γ(1 + a).
 * Relative error below 2^-42: 2^-46 from the polynomials, 2^-47 from logarithms that cancel by no more than half. For x < −2 terms cancel: near a root the
 * word at float64 degree takes over, which is right to 2^-63 of its terms. So float32 results are within 0.501 ulp.
 * lgamma(±∞) = ∞, and ∞ at 0 and negative whole numbers. Coefficients: scripts/gamma.py, "near", "far", "sine".
 * Worst of all float32 inputs: 0.500000 ulp at 0x3fae1f02.
 */
import { rarely, type Bundle, type Simd } from "../emit/index.js";
import { lgamma as precise } from "./float64/lgamma.js";
import { parts } from "./gamma.js";
import { log } from "./log.js";

const NEAR = [
  0.48312895054098254, -0.1459598959141389, 0.06291140107361287, -0.03130848753287592, 0.016797098722478282, -0.009425620680498459,
  0.005446454448105582, -0.0032121179869362185, 0.0019229797519837654, -0.0011638389097512751, 0.000710851924040561, -0.00044223937400224815,
  0.0002754128807987898, -0.00015136386348959678, 0.00009094863726057768, -0.00010314419857840101, 0.00006869367555702991,
];
const FAR = [
  0.08333333333333211, -0.002777777775865755, 0.0007936503037812207, -0.000595189290220203, 0.0008392665836974292, -0.0018438466332014465,
  0.005033230214960897, -0.01220634408938145, 0.016376428885972606,
];
const SINE = [
  0.9999999999999999, -1.644934066848168, 0.8117424252784372, -0.1907518239645883, 0.026147845339326046, -0.002346059846570365, 0.0001483283224396997,
  -0.000006727097929903518,
];
/** log(2π)/2 ± ½. */
const STIRLING = 0.4189385332046727;
const REFLECTED = 1.4189385332046727;
/** Terms that cancel to less than this are taken with more bits. */
const CANCELLED = 2 ** -8;

export function lgamma(d: Simd, x: Bundle): Bundle {
  const { a, z, d: e, negative, first, near, third, whole } = parts(d, x);
  const below = d.sub(a, 1);
  const v = d.where(d.where(d.mul(a, below), below, negative), a, third);
  // For x > 0 the factors of log v are −1, 0, 1, for x < 0 they are 0, 1, 1.
  const few = d.where(d.where(0, -1, negative), d.where(1, d.and(negative, 1), third), first);
  const factor = d.where(few, d.add(a, d.where(0.5, -0.5, negative)), near);
  const logarithm = d.sub(log(d, v, false, false), d.andnot(1, near));
  const inverse = d.div(1, a);
  const stirling = d.add(d.where(REFLECTED, STIRLING, negative), d.mul(inverse, d.polynomial(d.mul(inverse, inverse), FAR)));
  const series = d.mul(d.mul(z, d.sub(z, 1)), d.polynomial(d.sub(z, 0.5), NEAR));
  const gamma = d.add(d.mul(factor, logarithm), d.where(series, stirling, near));
  const sine = d.abs(d.mul(e, d.polynomial(d.mul(e, e), SINE)));
  const y = d.where(d.neg(d.add(log(d, sine, false, false), gamma)), gamma, negative);
  rarely(d, cancels(d, x, y), [x, y], (one, at, rough) => [at, one.where(precise(one, at), rough, cancels(one, at, rough))]);
  return d.where(Infinity, y, d.and(whole, d.le(x, 0)));
}
const cancels = (d: Simd, x: Bundle, y: Bundle): Bundle => d.and(d.lt(x, -2), d.lt(d.abs(y), CANCELLED));
