/**
 * nanToNum(x, { nan, posinf, neginf }): x, with 0 (or `nan`) for NaN, and the greatest and least numbers of its type (or `posinf`, `neginf`) for ±∞. Whole numbers stay as
 * they are. No gradient passes where something was replaced.
 *
 * Shape    x: […] → […]
 * Method   chosen, element by element
 * Error    exact
 * Source   PyTorch `nan_to_num`
 */
import { isFloating } from "../dtype.js";
import { of, type Operand } from "../tensor/create.js";
import { finfo, type FloatName } from "../tensor/info.js";
import { optionsOf } from "../tensor/options.js";
import type { Tensor } from "../tensor/tensor.js";
import { eq } from "./eq.js";
import { isnan } from "./isnan.js";
import { where } from "./where.js";

export interface NanToNumOptions {
  readonly nan?: number | null;
  readonly posinf?: number | null;
  readonly neginf?: number | null;
}

export function nanToNum(input: Operand, options?: NanToNumOptions): Tensor {
  const { nan, posinf, neginf } = optionsOf("nanToNum", options, { nan: "a number or null", posinf: "a number or null", neginf: "a number or null" });
  const x = of("nanToNum", input);
  if (!isFloating(x.dtype)) return x;
  const { max } = finfo(x.dtype as FloatName);
  return where(isnan(x), nan ?? 0, where(eq(x, Infinity), posinf ?? max, where(eq(x, -Infinity), neginf ?? -max, x)));
}
