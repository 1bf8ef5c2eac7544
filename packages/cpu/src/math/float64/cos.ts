/** cos x for float64 results, as sin.ts with a quarter more. */
import type { Bundle, Simd } from "../../emit/index.js";
import { turned } from "./quarter.js";

export const cos = (d: Simd, x: Bundle): Bundle => turned(d, x, 1);
