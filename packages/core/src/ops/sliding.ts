/** not an op: where windows over padded images lie, for unfold and fold, which read and add there. */
import { optionsOf } from "../tensor/options.js";
import { sizeOf } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { add } from "./add.js";
import { arange } from "../tensor/range.js";
import { type Each, each } from "./convolution.js";
import { expand } from "./expand.js";
import { mul } from "./mul.js";
import { reshape } from "./reshape.js";

export interface UnfoldOptions {
  readonly dilation?: Each;
  readonly padding?: Each;
  readonly stride?: Each;
}
export interface Sliding {
  readonly kernel: number[];
  readonly padding: number[];
  /** Of a padded image. */
  readonly size: number[];
  /** How often windows fit. */
  readonly positions: number[];
  readonly steps: readonly (readonly [dilation: number, stride: number])[];
}
export function sliding(name: string, image: readonly number[], kernelSize: Each, given: UnfoldOptions | undefined): Sliding {
  const options = optionsOf(name, given, { dilation: "", padding: "", stride: "" }),
    kernel = each(name, "kernelSize", kernelSize, 2, 1),
    dilation = each(name, "dilation", options.dilation ?? 1, 2, 1),
    padding = each(name, "padding", options.padding ?? 0, 2, 0),
    stride = each(name, "stride", options.stride ?? 1, 2, 1);
  const size = image.map((n, d) => n + 2 * padding[d]!),
    positions = size.map((n, d) => Math.floor((n - dilation[d]! * (kernel[d]! - 1) - 1) / stride[d]!) + 1),
    short = positions.findIndex((n) => n < 1);
  if (short >= 0)
    throw new RangeError(
      `${name}: a window of ${dilation[short]! * (kernel[short]! - 1) + 1} does not fit into ${image[short]} and ${2 * padding[short]!} of padding. Pad more, or make it smaller.`,
    );
  return { kernel, padding, size, positions, steps: dilation.map((n, d) => [n, stride[d]!]) };
}

/** Places in a padded image, [1, windows' elements · windows, 1], for `rows` of them. */
export function placesIn({ kernel, positions, size, steps }: Sliding, rows: number): Tensor {
  const all = [...kernel, ...positions],
    far = [size[1]!, 1];
  const part = (n: number, d: number): Tensor =>
    reshape(
      mul(arange(n, { dtype: "int32" }), steps[d % 2]![d < 2 ? 0 : 1] * far[d % 2]!),
      all.map((_, k) => (k === d ? n : 1)),
    );
  const places = all.map(part).reduce((a, b) => add(a, b));
  return expand(reshape(places, [1, sizeOf(all), 1]), [rows, sizeOf(all), 1]);
}
