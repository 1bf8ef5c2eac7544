/**
 * Which type operands of several types have together: PyTorch's rules. Tensors of one dimension or more decide; a 0-d tensor or a number
 * counts only if it is of a higher kind (floating over whole over bool).
 */
import { type DType, DTYPES, fits, isFloating } from "../dtype.js";
import { isNumber, numberIn } from "./create.js";
import type { Tensor } from "./tensor.js";

/** The smallest type that holds both: bool < uint8 < int32 < float16, bfloat16 < float32 < float64. */
export function promote(a: DType, b: DType): DType {
  const [low, high] = DTYPES.indexOf(a) < DTYPES.indexOf(b) ? [a, b] : [b, a];
  return low === "float16" && high === "bfloat16" ? "float32" : high;
}

/** 0: bool, 1: whole numbers, 2: floating. */
const kindOf = (dtype: DType): number => (dtype === "bool" ? 0 : isFloating(dtype) ? 2 : 1);

/** Of a lower and a higher priority: the lower counts only if it is of a higher kind. */
const combine = (high: DType | null, low: DType | null): DType | null => (high && low ? (kindOf(low) > kindOf(high) ? low : high) : (high ?? low));

/** The type that operands have together. Numbers are of the first kind that holds them: int32 if they are whole, else float32. */
export function resultType(operands: readonly Tensor[]): DType {
  let dims: DType | null = null,
    points: DType | null = null,
    numbers: DType | null = null;
  for (const t of operands) {
    if (isNumber(t)) numbers = numbers === "float32" || !fits("int32", numberIn(t)!) ? "float32" : "int32";
    else if (t.ndim) dims = dims ? promote(dims, t.dtype) : t.dtype;
    else points = points ? promote(points, t.dtype) : t.dtype;
  }
  const together = combine(combine(dims, points), numbers)!;
  return dims || points ? together : "float32";
}
