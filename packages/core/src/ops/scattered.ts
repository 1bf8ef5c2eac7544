/** not an op: what scatter and scatterAdd have in common: an index of x's rank, and a source for each index. */
import { numberIn } from "../tensor/create.js";
import { show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { indexAlong, within } from "./indexing.js";
import { reshape } from "./reshape.js";
import { placed, placing } from "./window.js";

const restOp = /* @__PURE__ */ placing("scatter");

type Put = (base: Tensor, size: number, index: Tensor, source: Tensor) => Tensor;

export function scattered(put: Put, name: string, x: Tensor, dim: number, index: Tensor, source: Tensor): Tensor {
  const { part, index: i, axes, loop } = indexAlong(name, x, dim, index);
  if (source.ndim !== index.ndim || source.shape.some((n, k) => n < index.shape[k]!))
    throw new RangeError(`${name}: source ${show(source.shape)} and index ${show(index.shape)} differ. Give one source element for each index.`);
  const base = Object.is(numberIn(x), 0) ? x : reshape(part, axes),
    sums = reshape(put(base, axes[1], i, reshape(within(source, index.shape), loop)), part.shape);
  // What the index cannot reach, because it is smaller than x, stays.
  if (part.size === x.size) return reshape(sums, x.shape);
  return placed(restOp, x, [[sums, { shape: part.shape, axes: part.shape.map((_, d) => [0, d, 1]) }]], x.shape, x.dtype);
}
