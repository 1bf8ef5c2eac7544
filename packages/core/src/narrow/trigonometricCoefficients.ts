/** Coefficients of the narrow sin, cos, tan and their inverses, all of them float32 numbers. Printed by scripts/narrow-trigonometric.py; do not edit. */

/** (sin r)/r = 1 + z·(−1/6 + z·(SIN[0] + SIN[1]·z + …)) in z = r², |r| ≤ π/4, to 2^-32.5 relative. */
export const SIN = [0.008333333767950535, -0.00019841265748254955, 2.7555724955163896e-6, -2.4784643670727746e-8] as const;

/** cos r = 1 + z·(−1/2 + z·(COS[0] + COS[1]·z + …)) in z = r², |r| ≤ π/4, to 2^-30.9 relative. */
export const COS = [0.0416666679084301, -0.0013888883404433727, 2.4799515813356265e-5, -2.7209895847590815e-7] as const;

/** (atan u)/u = 1 + z·(−1/3 + z·(ATAN[0] + ATAN[1]·z + …)) in z = u², |u| ≤ tan(π/8), to 2^-32.5 relative. */
export const ATAN = [
  0.19999997317790985, -0.14285540580749512, 0.11105849593877792, -0.09011915326118469, 0.07052676379680634, -0.03891405835747719,
] as const;

/** −1/3 to 48 bits. */
export const THIRD = [-0.3333333432674408, 9.934107758624577e-9] as const;

/** −1/6 to 48 bits. */
export const SIXTH = [-0.1666666716337204, 4.967053879312289e-9] as const;

/** π/2 to 48 bits. */
export const HALF_PI = [1.5707963705062866, -4.371138828673793e-8] as const;

/** 2/π in integers of 16 bits, with 64 zeros before its point. */
export const TWO_OVER_PI = [0, 0, 0, 0, 41721, 33646, 20036, 5417, 64551, 22481, 62772, 56768, 56162, 38297, 15427, 36929, 65105, 25515] as const;
