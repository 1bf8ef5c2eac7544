/**
 * tensordot(a, b, dims): Σ a·b over dimensions of both; of the others, those of a and then those of b are left. A number of dimensions takes the
 * last of a and the first of b; [[…], […]] names them, in pairs. Where one of a pair has size 1, the other is summed.
 *
 * Shape    a: […], b: [‥], of one type → the sizes that are left
 * Method   one product of matrices; the dimensions are permuted first, without a copy where they lie well
 * Error    that of matmul
 * Source   PyTorch `tensordot`
 */
import type { Operand } from "../tensor/create.js";
import { kindOf } from "../tensor/given.js";
import { show, sizeOf } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { together } from "./added.js";
import { matrices } from "./contraction.js";
import { dimensionsOf } from "./dimensions.js";
import { permute } from "./permute.js";
import { reshape } from "./reshape.js";
import { sum } from "./sum.js";

type Pairs = number | readonly [a: readonly number[], b: readonly number[]];

export const tensordot = (left: Operand, right: Operand, dims: Pairs = 2): Tensor =>
  together("tensordot", [left, right], ([a, b]) => contracted(a!, b!, dims));

function contracted(a: Tensor, b: Tensor, dims: Pairs): Tensor {
  const [da, db] = pairs(a, b, dims);
  for (const [i, d] of da.entries()) {
    const e = db[i]!,
      [n, m] = [a.shape[d]!, b.shape[e]!];
    if (n === m) continue;
    if (n === 1) b = sum(b, e, { keepdim: true });
    else if (m === 1) a = sum(a, d, { keepdim: true });
    else
      throw new RangeError(
        `tensordot: dimension ${d} of ${show(a.shape)} is summed with dimension ${e} of ${show(b.shape)} (${n} ≠ ${m}). Name dimensions of equal sizes.`,
      );
  }
  const [ra, rb] = [rest(a, da), rest(b, db)],
    size = (t: Tensor, dims: readonly number[]): number => sizeOf(dims.map((d) => t.shape[d]!));
  const product = matrices(
    "tensordot",
    reshape(permute(a, [...ra, ...da]), [size(a, ra), size(a, da)]),
    reshape(permute(b, [...db, ...rb]), [size(b, db), size(b, rb)]),
  );
  return reshape(product, [...ra.map((d) => a.shape[d]!), ...rb.map((d) => b.shape[d]!)]);
}
const rest = (t: Tensor, dims: readonly number[]): number[] => t.shape.map((_, d) => d).filter((d) => !dims.includes(d));

function pairs(a: Tensor, b: Tensor, dims: number | readonly unknown[]): [a: number[], b: number[]] {
  if (typeof dims === "number") {
    if (!Number.isInteger(dims) || dims < 0 || dims > Math.min(a.ndim, b.ndim))
      throw new RangeError(`tensordot: ${dims} dimensions of ${show(a.shape)} and ${show(b.shape)}. Use 0 … ${Math.min(a.ndim, b.ndim)}.`);
    const count = Array.from({ length: dims }, (_, i) => i);
    return [count.map((i) => a.ndim - dims + i), count];
  }
  const [da, db] = Array.isArray(dims) ? dims : [];
  if (!Array.isArray(da) || !Array.isArray(db) || dims.length !== 2 || da.length !== db.length)
    throw new (Array.isArray(dims) ? RangeError : TypeError)(
      `tensordot: dims is ${kindOf(dims)}. Give a number, or two lists of as many dimensions each.`,
    );
  return [dimensionsOf("tensordot", da as number[], a.shape), dimensionsOf("tensordot", db as number[], b.shape)];
}
