/** not an op: the mean of each window. */
import type { Windows } from "../kinds.js";
import { isFloating } from "../dtype.js";
import type { Operand } from "../tensor/create.js";
import { type Kinds, optionsOf } from "../tensor/options.js";
import { sizeOf } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { cast } from "./cast.js";
import { computed } from "./computed.js";
import type { Each } from "./convolution.js";
import { mean } from "./mean.js";
import type { Op } from "./op.js";
import { windowSums } from "./pooling.js";
import { reshape } from "./reshape.js";
import { adaptive, clipped, moving, type Pooled, pooled, type PoolOptions } from "./windows.js";

export interface AvgPoolOptions extends PoolOptions {
  /** Whether the zeros that are padded are counted. */
  readonly countIncludePad?: boolean;
  /** What sums are divided by, instead of how many elements they have. */
  readonly divisorOverride?: number | null;
}
const KINDS: Kinds<AvgPoolOptions> = {
  stride: "",
  padding: "",
  ceilMode: "true or false",
  countIncludePad: "true or false",
  divisorOverride: "a number or null",
};
export type AvgPool = (x: Operand, kernelSize: Each, options?: AvgPoolOptions) => Tensor;
export type AdaptiveAvgPool = (x: Operand, outputSize: Each | readonly (number | null)[]) => Tensor;

export function sums(name: string, self: Op, { x, lead, size }: Pooled, windows: readonly Windows[]): Tensor {
  if (!isFloating(x.dtype)) throw new TypeError(`${name}: x is ${x.dtype}, and a mean is no whole number. Convert it with to(x, "float32").`);
  const all = computed(x.dtype, (type) => windowSums(self, reshape(cast(x, type), [sizeOf(lead), ...size]), windows));
  return reshape(all, [...lead, ...windows.map(({ from }) => from.length)]);
}

export const avgPooling =
  (name: string, self: Op, dims: number): AvgPool =>
  (input, kernelSize, given) => {
    const options = optionsOf(name, given, KINDS),
      p = pooled(name, input, dims),
      { countIncludePad = true, divisorOverride = null } = options,
      moved = moving(name, p, kernelSize, options);
    if (divisorOverride !== null && !(Number.isFinite(divisorOverride) && divisorOverride !== 0))
      throw new RangeError(`${name}: the divisorOverride is ${String(divisorOverride)}. Give a number that is not 0.`);
    const counted = clipped(moved, p.size, (there, padded) => (divisorOverride !== null ? 1 : countIncludePad ? padded : Math.max(1, there)));
    return sums(
      name,
      self,
      p,
      divisorOverride === null ? counted : counted.map((w, d) => (d ? w : { ...w, divisors: w.from.map(() => divisorOverride) })),
    );
  };

export const adaptiveAvgPooling =
  (name: string, self: Op, dims: number): AdaptiveAvgPool =>
  (input, outputSize) => {
    const p = pooled(name, input, dims),
      windows = adaptive(name, p, outputSize, true);
    // One window that sees all is a mean, which has a faster kernel.
    return windows.every(({ from }) => from.length === 1) && isFloating(p.x.dtype)
      ? mean(
          p.x,
          windows.map((_, d) => d - dims),
          { keepdim: true },
        )
      : sums(name, self, p, windows);
  };
