/**
 * log|Γ(x)| for float64 results: as in ../lgamma.ts, in pairs.
 * Error below 0.6 ulp for x > −2: ½ from the last addition, 2^-60 from the polynomials, of which the terms that matter are pairs, and from logarithms.
 * Below, it is 2^-63 of log Γ(1 + a), which cancels near roots: 1 ulp of results down to 2^-10 of that.
 * Worst of 600,000 0.5170 at -3.143284066541984 (0xc00925721ddeaf88), by conformance/scripts/words64.ts. Special values: ../lgamma.ts; ∞ from
 * 2.5599833278516387e305 on. Coefficients: scripts/gamma.py, "float64 near", "float64 far", "float64 sine".
 */
import type { Bundle, Simd } from "../../emit/index.js";
import { parts } from "../gamma.js";
import { logOf, single, TWELFTH } from "./gamma.js";
import { pairs, type Two } from "./pairs.js";

const NEAR: readonly Two[] = [
  [0.4831289505409809, 1.671925059830693e-17],
  [-0.14595989591430608, -7.889984187864299e-19],
  [0.06291140107456494, -5.1237049804937985e-18],
  [-0.03130848750101099, -2.5767444362041143e-18],
  [0.016797098631187012, -7.485776907413247e-19],
  [-0.009425622448470282, 1.6737500614863359e-19],
  [0.005446457844538999, -6.299408147703843e-20],
  [-0.0032120740771653046, -1.9165591295832122e-19],
  [0.0019229161408122906, -5.907397623265508e-20],
];
const NEAR_REST = [
  -0.0011644144751252175, 0.0007115222441622374, -0.0004379950983779651, 0.0002712773395161928, -0.00016889465577351868, 0.00010562087465011206,
  -0.00006631023686198374, 0.000041798681318654064, -0.000026422699417734275, 0.00001661191208518321, -0.000010515703792189383,
  0.000007180378105293573, -0.000004672348846048166, 0.0000018241294080977662, -0.0000010344046673266264, 0.0000022820789634203957,
  -0.0000015508990886777305,
];
const FAR = [
  -0.0027777777777777775, 0.0007936507936500434, -0.0005952380946949981, 0.0008417506858321433, -0.0019175032691436647, 0.006408066121577134,
  -0.029415391737009196, 0.1737257480408398, -1.199796262289703, 8.513465733389387, -54.39975013156455, 279.420831465229, -1037.0580296846538,
  2419.278553593242, -2634.056943735348,
];
const SINE: readonly Two[] = [
  [1, -3.0396959591870576e-22],
  [-1.6449340668482264, -3.016342874766026e-17],
  [0.8117424252833536, 3.4827356971684805e-18],
  [-0.19075182412208258, 1.2859755204006265e-17],
];
const SINE_REST = [
  0.026147847817611976, -0.002346081034815817, 0.00014842878720676522, -0.000006975840842730792, 2.5300988434243066e-7, -7.093151401132977e-9,
];
/** log(2π)/2 ± ½. */
const STIRLING: Two = [0.4189385332046727, 1.6728209650585413e-17];
const REFLECTED: Two = [1.4189385332046727, 7.223936088184323e-17];
/** The least number whose result is infinite. */
const LARGEST = 2.5599833278516387e305;
/** Factors of 2 that sin πa has where a is tiny. */
const RAISED = 108;

export function lgamma(d: Simd, x: Bundle): Bundle {
  const p = pairs(d);
  const { a, z, d: rest, negative, first, near, third, whole } = parts(d, x);
  const below = d.sub(a, 1);
  const v = p.where(p.where(p.twoProduct(a, below), single(d, below), negative), single(d, a), third);
  const few = d.where(d.where(0, -1, negative), d.where(1, d.and(negative, 1), third), first);
  const factor = p.where(single(d, few), p.twoSum(a, d.where(0.5, -0.5, negative)), near);
  const logarithm = logOf(d, v);
  const product = p.mul(factor, p.where(logarithm, p.plus([-1, 0], logarithm), near));
  const series = p.mul(p.mul(single(d, z), p.twoSum(z, -1)), p.polynomial(p.twoSum(z, -0.5), NEAR, NEAR_REST));
  const inverse = p.div(single(d, 1), single(d, a));
  const square = d.mul(inverse.h, inverse.h);
  const binet = p.mul(inverse, p.plus(TWELFTH, single(d, d.mul(square, d.polynomial(square, FAR)))));
  const stirling = p.where(p.plus(REFLECTED, binet), p.plus(STIRLING, binet), negative);
  const gamma = p.add(product, p.where(series, stirling, near));

  const tiny = d.lt(a, 2 ** -900);
  const raised = d.abs(d.where(d.mul(rest, 2 ** RAISED), rest, tiny));
  const sine = p.mul(single(d, raised), p.polynomial(p.twoProduct(rest, rest), SINE, SINE_REST));
  const reflected = p.neg(p.add(logOf(d, sine, d.and(tiny, RAISED)), gamma));
  const y = p.where(reflected, gamma, negative);
  // What a product that overflows leaves is NaN, and the logarithm forgets infinities.
  const finite = d.where(Infinity, d.add(y.h, y.l), d.or(d.and(whole, d.le(x, 0)), d.le(LARGEST, x)));
  return d.or(finite, d.not(d.eq(x, x)));
}
