/**
 * split(x, sizeOrSizes, dim): parts along a dimension: of one size (the last may be smaller), or of the sizes that are listed.
 *
 * Shape    x: […, n, …] → parts […, size, …]
 * Method   views
 * Error    exact
 * Source   PyTorch `split`
 */
import { of, type Operand } from "../tensor/create.js";
import { dimension, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { along, viewed, viewing } from "./window.js";

const splitOp = viewing("split");

export function split(input: Operand, sizeOrSizes: number | readonly number[], dim = 0): Tensor[] {
  const x = of("split", input),
    d = dimension("split", dim, x.shape),
    n = x.shape[d]!,
    sizes = typeof sizeOrSizes === "number" ? equal(sizeOrSizes, n) : sizeOrSizes,
    bad = sizes.find((size) => !Number.isSafeInteger(size) || size < 0);
  if (bad !== undefined) throw new RangeError(`split: ${bad} is no size. Sizes are whole numbers from 0; one size for all parts is from 1.`);
  if (sizes.reduce((a, b) => a + b, 0) !== n)
    throw new RangeError(`split: sizes ${show(sizes)} do not add up to ${n}, dimension ${d} of shape ${show(x.shape)}. Make them add up.`);
  let start = 0;
  return sizes.map((size) => viewed(splitOp, x, along(x.shape, d, (start += size) - size, size)));
}

function equal(size: number, n: number): number[] {
  if (!Number.isSafeInteger(size) || size < 0 || (size === 0 && n > 0)) return [NaN];
  return Array.from({ length: Math.max(1, Math.ceil(n / size) || 0) }, (_, i) => Math.min(size, n - i * size));
}
