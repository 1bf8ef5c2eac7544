/** not an op: which dimensions a reduction takes, and how what it gives is laid out over them again. */
import { type DType, isFloating } from "../dtype.js";
import { of, type Operand } from "../tensor/create.js";
import { type Shape } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { computed } from "./computed.js";
import { expand } from "./expand.js";
import { permute } from "./permute.js";
import { reshape } from "./reshape.js";
import { cast } from "./cast.js";
import { dimensionsOf } from "./dimensions.js";

/** Dimensions from … to−1 are reduced; the result has lost them. */
export interface Reduction {
  readonly from: number;
  readonly to: number;
}
/** One dimension, several, or all of them. */
export type Dims = number | readonly number[] | null | undefined;

/** The type of a sum of elements: whole numbers and conditions are counted in int32. */
export const summed = (dtype: DType): DType => (isFloating(dtype) ? dtype : "int32");
/** The type of what is no whole number: those become float32. */
export const floating = (dtype: DType): DType => (isFloating(dtype) ? dtype : "float32");

/**
 * Reduces the dimensions that are named. `reduce` is given a tensor in which they lie side by side, in what the result's type computes in; a 0-d
 * tensor has none and is its own result.
 */
export function overDims(
  name: string,
  input: Operand,
  dim: Dims,
  keepdim: boolean,
  result: (dtype: DType) => DType,
  reduce: (x: Tensor, over: Reduction) => Tensor,
): Tensor {
  const given = of(name, input);
  return computed(result(given.dtype), (type) => reduceDims(name, cast(given, type), dim, keepdim, reduce));
}
function reduceDims(name: string, x: Tensor, dim: Dims, keepdim: boolean, reduce: (x: Tensor, over: Reduction) => Tensor): Tensor {
  const named = dimensionsOf(name, dim ?? [], x.ndim ? x.shape : [1]),
    dims = named.length && x.ndim ? named.sort((a, b) => a - b) : x.shape.map((_, i) => i);
  const rest = x.shape.map((_, i) => i).filter((i) => !dims.includes(i)),
    together = dims.every((d, i) => d === dims[0]! + i);
  const y = !dims.length
    ? x
    : together
      ? reduce(x, { from: dims[0]!, to: dims[0]! + dims.length })
      : reduce(permute(x, [...rest, ...dims]), { from: rest.length, to: x.ndim });
  return keepdim
    ? reshape(
        y,
        x.shape.map((d, i) => (dims.includes(i) ? 1 : d)),
      )
    : y;
}

/** The shape without the dimensions. */
export const without = (shape: Shape, { from, to }: Reduction): Shape => [...shape.slice(0, from), ...shape.slice(to)];
/** The shape with 1 in their place. */
export const flattened = (shape: Shape, { from, to }: Reduction): Shape => shape.map((d, i) => (i >= from && i < to ? 1 : d));
/** A result of the reduction, once more along the dimensions that it has lost. */
export const spread = (t: Tensor, shape: Shape, over: Reduction): Tensor => expand(reshape(t, flattened(shape, over)), shape);
/** The dimensions by number. */
export const dimsOf = ({ from, to }: Reduction): number[] => Array.from({ length: to - from }, (_, i) => from + i);
