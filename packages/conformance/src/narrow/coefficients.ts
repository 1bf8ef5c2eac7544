/** Coefficients of the narrow functions, all of them float32 numbers. Printed by scripts/narrow-coefficients.py; do not edit. */

/** ln 2 = LN2_HIGH + LN2_LOW to 2^-39.1; LN2_HIGH has 13 bits, so k·LN2_HIGH is exact for |k| < 2¹¹. */
export const LN2_HIGH = 0.693115234375;
export const LN2_LOW = 3.194618329871446e-5;
export const INVERSE_LN2 = 1.4426950216293335;

/** e^r = 1 + r + r²/2 + r³/2·(EXPM1[0] + EXPM1[1]·r + …) for |r| ≤ 0.3477, to 2^-31.0 relative to e^r − 1. */
export const EXPM1 = [0.3333333134651184, 0.08333293348550797, 0.016667276620864868, 0.002786985831335187, 0.00039347881102003157] as const;

/** log((1 + s)/(1 − s)) = 2s + s³·(LOG[0] + LOG[1]·s² + …) for |s| ≤ 3 − 2√2, to 2^-35.2 relative. */
export const LOG = [0.6666666269302368, 0.40000972151756287, 0.2849879264831543, 0.24278995394706726] as const;
