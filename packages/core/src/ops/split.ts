/**
 * split(x, sizeOrSizes, dim): parts along a dimension: of one size (the last may be smaller), or of the sizes that are listed.
 *
 * Shape    x: […, n, …] → parts […, size, …]
 * Method   views
 * Error    exact
 * Source   PyTorch `split`
 */
import { of, type Operand } from "../tensor/create.js";
import { asArray, noSuch, written } from "../tensor/given.js";
import { dimension, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { along, viewed, viewing } from "./window.js";

const splitOp = /* @__PURE__ */ viewing("split");

export function split(input: Operand, sizeOrSizes: number | readonly number[], dim = 0): Tensor[] {
  const x = of("split", input),
    d = dimension("split", dim, x.shape),
    n = x.shape[d]!,
    whole = typeof sizeOrSizes === "number",
    bad = (whole ? [sizeOrSizes] : asArray("split", "sizes", sizeOrSizes)).find((size) => !Number.isSafeInteger(size) || size < (whole && n ? 1 : 0));
  if (bad !== undefined) throw noSuch(bad, `split: ${written(bad)} is no size. Sizes are whole numbers from 0; one size for all parts is from 1.`);
  const sizes = whole ? equal(sizeOrSizes, n) : sizeOrSizes;
  if (sizes.reduce((a, b) => a + b, 0) !== n)
    throw new RangeError(`split: sizes ${show(sizes)} do not add up to ${n}, dimension ${d} of shape ${show(x.shape)}. Make them add up.`);
  let start = 0;
  return sizes.map((size) => viewed(splitOp, x, along(x.shape, d, (start += size) - size, size)));
}

const equal = (size: number, n: number): number[] =>
  Array.from({ length: Math.max(1, Math.ceil(n / size) || 0) }, (_, i) => Math.min(size, n - i * size));
