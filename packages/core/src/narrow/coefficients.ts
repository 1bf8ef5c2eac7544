/** Coefficients of the narrow functions, all of them float32 numbers. Printed by scripts/narrow-coefficients.py; do not edit. */

/** ln 2 = LN2_HIGH + LN2_LOW to 2^-39.1; LN2_HIGH has 13 bits, so k·LN2_HIGH is exact for |k| < 2¹¹. */
export const LN2_HIGH = 0.693115234375;
export const LN2_LOW = 3.194618329871446e-5;
export const INVERSE_LN2 = 1.4426950216293335;

/** e^r = 1 + r + r²/2 + r³/2·(EXPM1[0] + EXPM1[1]·r + …) for |r| ≤ 0.3477, to 2^-31.0 relative to e^r − 1. */
export const EXPM1 = [0.3333333134651184, 0.08333293348550797, 0.016667276620864868, 0.002786985831335187, 0.00039347881102003157] as const;

/** log((1 + s)/(1 − s)) = 2s + s³·(LOG[0] + LOG[1]·s² + …) for |s| ≤ 3 − 2√2, to 2^-35.2 relative. */
export const LOG = [0.6666666269302368, 0.40000972151756287, 0.2849879264831543, 0.24278995394706726] as const;

/** log((1 + s)/(1 − s)) = 2s + s³·(2/3 + s²·(LOG_REST[0] + LOG_REST[1]·s² + …)) for |s| ≤ 3 − 2√2, to 2^-43.7 relative. */
export const LOG_REST = [0.3999999761581421, 0.28571972250938416, 0.22179728746414185, 0.19556428492069244] as const;

/** The cube root of m for 1 ≤ m ≤ 2, to 2^-16.7 relative. */
export const CBRT = [0.5069794058799744, 0.7181538343429565, -0.3006114363670349, 0.0860912874341011, -0.010603886097669601] as const;

/** In two float32: 2/3, ln 2, log₂ e, log₁₀ e. The cube roots of 2 and ½ in one. */
export const TWO_THIRDS = [0.6666666865348816, -1.9868215517249155e-8] as const;
export const LN2 = [0.6931471824645996, -1.9046542121259336e-9] as const;
export const LOG2E = [1.4426950216293335, 1.925963033500011e-8] as const;
export const LOG10E = [0.4342944920063019, -1.0103049952192578e-8] as const;
export const CBRT_2 = 1.2599210739135742;
export const CBRT_HALF = 0.7937005162239075;
