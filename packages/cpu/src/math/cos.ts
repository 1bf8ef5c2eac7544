/**
 * cos x = sin(x + π/2): as sin.ts, with half a turn of π in the multiple, so that nothing cancels where cos x crosses 0. cos ±0 = 1 to 2^-52, cos ±∞ = NaN.
 * Worst of all float32 inputs: 0.500000 ulp at 0x3a544395.
 */
import type { Bundle, Simd } from "../emit/index.js";
import { sine } from "./sin.js";

export const cos = (d: Simd, x: Bundle): Bundle => sine(d, x, 0.5);
