/**
 * sin x for float64 results: ±sin r or ±cos r with x = n·π/2 + r, r in two parts (quarter.ts).
 * Error below 0.9 ulp: ½ from the last subtraction or addition, and of the rest at most 0.2 from r³/6, or from r²/2, which is rounded below ¼. sin ±0 = ±0.
 */
import type { Bundle, Simd } from "../../emit/index.js";
import { turned } from "./quarter.js";

export const sin = (d: Simd, x: Bundle): Bundle => turned(d, x, 0);
