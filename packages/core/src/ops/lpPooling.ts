/** not an op: the norm of each window. */
import { isFloating } from "../dtype.js";
import { tensor, type Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Each } from "./convolution.js";
import { mul } from "./mul.js";
import { pad } from "./pad.js";
import { reshape } from "./reshape.js";
import { unfold } from "./unfold.js";
import { vectorNorm } from "./vectorNorm.js";
import { clipped, moving, type Moved, pooled, type PoolOptions } from "./windows.js";

export type LpPoolOptions = Omit<PoolOptions, "padding">;
export type LpPool = (x: Operand, normType: number, kernelSize: Each, options?: LpPoolOptions) => Tensor;

export const lpPooling =
  (name: string, dims: number): LpPool =>
  (input, normType, kernelSize, given) => {
    const options = optionsOf(name, given, { stride: "", ceilMode: "true or false" });
    const p = pooled(name, input, dims);
    if (typeof normType !== "number" || !(normType > 0))
      throw new RangeError(`${name}: the normType is ${String(normType)}. Give a number above 0, or Infinity for the greatest.`);
    if (!isFloating(p.x.dtype)) throw new TypeError(`${name}: x is ${p.x.dtype}, and a root is no whole number. Convert it with to(x, "float32").`);
    const moved = moving(name, p, kernelSize, { ...options, padding: 0 }),
      { kernel, stride, positions } = moved;
    // Zeros behind, which add nothing, so that the last windows are whole.
    const behind = p.size.map((n, d) => Math.max(0, (positions[d]! - 1) * stride[d]! + kernel[d]! - n)),
      whole = behind.some((n) => n > 0) ? pad(p.x, behind.flatMap((n) => [n, 0]).reverse()) : p.x; // prettier-ignore
    const first = whole.ndim - dims,
      windows = kernel.reduce((t, size, d) => unfold(t, first + d, size, stride[d]!), whole),
      y = vectorNorm(windows, normType, kernel.map((_, d) => d - dims)); // prettier-ignore
    return normType === Infinity || behind.every((n) => n === 0) ? y : mul(y, evened(moved, p.size, normType, p.x.dtype));
  };

/** What is not there counts as what is: (elements of a window / elements there)^(1/p), dimension by dimension. */
function evened(moved: Moved, size: readonly number[], normType: number, dtype: Tensor["dtype"]): Tensor {
  const factors = clipped(moved, size).map(({ count }, d) => count.map((there) => (moved.kernel[d]! / there) ** (1 / normType)));
  return factors
    .map((f, d) =>
      reshape(
        tensor(f, { dtype }),
        factors.map((_, e) => (e === d ? f.length : 1)),
      ),
    ) // prettier-ignore
    .reduce((a, b) => mul(a, b));
}
