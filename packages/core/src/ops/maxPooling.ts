/** not an op: the greatest element of each window, with or without where it is. */
import { arithmeticOf } from "../dtype.js";
import type { Windows } from "../kinds.js";
import type { Operand } from "../tensor/create.js";
import { type Kinds, optionsOf } from "../tensor/options.js";
import { sizeOf } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { cast } from "./cast.js";
import type { Each } from "./convolution.js";
import { type Picking, pickedFrom, windowPlaces } from "./pooling.js";
import type { Taken } from "./ranked.js";
import { reshape } from "./reshape.js";
import { adaptive, clipped, moving, type Pooled, pooled, type PoolOptions } from "./windows.js";

export interface MaxPoolOptions extends PoolOptions {
  readonly dilation?: Each;
  /** Whether places are wanted too: { values, indices }, the latter int32, counted in row-major order through the pooled dimensions of x. */
  readonly returnIndices?: boolean;
}
const KINDS: Kinds<MaxPoolOptions> = { stride: "", padding: "", dilation: "", ceilMode: "true or false", returnIndices: "true or false" };
export interface MaxPool {
  (x: Operand, kernelSize: Each, options: MaxPoolOptions & { readonly returnIndices: true }): Taken;
  (x: Operand, kernelSize: Each, options?: MaxPoolOptions & { readonly returnIndices?: false }): Tensor;
}
export interface AdaptiveMaxPool {
  (x: Operand, outputSize: Each | readonly (number | null)[], options: { readonly returnIndices: true }): Taken;
  (x: Operand, outputSize: Each | readonly (number | null)[], options?: { readonly returnIndices?: false }): Tensor;
}

function greatest(name: string, picking: Picking, { x, lead, size }: Pooled, windows: readonly Windows[], returnIndices: boolean): Tensor | Taken {
  const rows = reshape(x, [sizeOf(lead), ...size]),
    // Types of fewer bits are compared as what holds all their values; so is int32.
    type = arithmeticOf(x.dtype),
    places = windowPlaces(name, cast(rows, type === "int32" ? "float64" : type), windows),
    shape = [...lead, ...windows.map(({ from }) => from.length)],
    values = reshape(pickedFrom(picking, rows, places, windows), shape);
  return returnIndices ? { values, indices: reshape(places, shape) } : values;
}

export const maxPooling = (name: string, picking: Picking, dims: number): MaxPool =>
  ((input: Operand, kernelSize: Each, given?: MaxPoolOptions) => {
    const options = optionsOf(name, given, KINDS),
      p = pooled(name, input, dims);
    return greatest(name, picking, p, clipped(moving(name, p, kernelSize, options), p.size), options.returnIndices === true);
  }) as MaxPool;

export const adaptiveMaxPooling = (name: string, picking: Picking, dims: number): AdaptiveMaxPool =>
  ((input: Operand, outputSize: Each, given?: { readonly returnIndices?: boolean }) => {
    const options = optionsOf(name, given, { returnIndices: "true or false" }),
      p = pooled(name, input, dims);
    return greatest(name, picking, p, adaptive(name, p, outputSize, false), options.returnIndices === true);
  }) as AdaptiveMaxPool;
