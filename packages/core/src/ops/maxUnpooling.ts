/** not an op: what max pooling took, put back where it was. */
import { number, type Operand } from "../tensor/create.js";
import { asArray } from "../tensor/given.js";
import { optionsOf } from "../tensor/options.js";
import { checkShape, sameShape, show, sizeOf } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Each, each } from "./convolution.js";
import { checkIndex, indexOf } from "./indexing.js";
import { put, putting } from "./picking.js";
import { reshape } from "./reshape.js";
import { pooled, type PoolOptions } from "./windows.js";

export interface MaxUnpoolOptions extends Omit<PoolOptions, "ceilMode"> {
  /** The pooled sizes, or all of the shape: of several that pooling makes one, which is meant. */
  readonly outputSize?: readonly number[] | null;
}
export type MaxUnpool = (x: Operand, indices: Operand, kernelSize: Each, options?: MaxUnpoolOptions) => Tensor;

export function maxUnpooling(name: string, dims: number): MaxUnpool {
  // Of equal indices each has the gradient of the place.
  const self = putting(name, true, (_, __, asked) => [asked, null]);
  return (input, indices, kernelSize, given) => {
    const options = optionsOf(name, given, { stride: "", padding: "", outputSize: "" }),
      { x, lead, size } = pooled(name, input, dims),
      index = indexOf(name, indices);
    if (!sameShape(index.shape, x.shape))
      throw new RangeError(`${name}: x is ${show(x.shape)} and the indices ${show(index.shape)}. Give one for each element.`);
    const kernel = each(name, "kernelSize", kernelSize, dims, 1),
      stride = each(name, "stride", options.stride ?? kernel, dims, 1),
      padding = each(name, "padding", options.padding ?? 0, dims, 0),
      least = size.map((n, d) => (n - 1) * stride[d]! - 2 * padding[d]! + kernel[d]!);
    const sizes = options.outputSize ? asArray(name, "sizes", options.outputSize).slice(-dims) : least;
    if (sizes.length !== dims || !sizes.every((n, d) => Number.isSafeInteger(n) && Math.abs(n - least[d]!) < stride[d]!))
      throw new RangeError(`${name}: the outputSize is ${show(sizes)}. Give ${show(least)}, or less than the stride ${show(stride)} more or less.`);
    const shape = checkShape(name, [...lead, ...sizes]);
    checkIndex(name, index, sizeOf(sizes), `the ${sizeOf(sizes)} elements of ${show(sizes)}`);
    const rows = [sizeOf(lead), sizeOf(size), 1];
    return reshape(put(self, number(0, x.dtype), sizeOf(sizes), reshape(index, rows), reshape(x, rows)), shape);
  };
}
