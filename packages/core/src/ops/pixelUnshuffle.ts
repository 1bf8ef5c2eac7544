/**
 * pixelUnshuffle(x, downscaleFactor): pixels become channels: the inverse of pixelShuffle.
 *
 * Shape    x: [n, c, h·r, w·r], other dimensions in front too or none → [n, c·r², h, w]
 * Method   a view of reordered dimensions, laid out anew
 * Error    exact
 * Source   PyTorch `nn.functional.pixel_unshuffle`
 */
import { of, type Operand } from "../tensor/create.js";
import { show, sizeOf } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { each } from "./convolution.js";
import { permute } from "./permute.js";
import { reshape } from "./reshape.js";

export function pixelUnshuffle(input: Operand, downscaleFactor: number): Tensor {
  const x = of("pixelUnshuffle", input),
    [r] = each("pixelUnshuffle", "downscaleFactor", downscaleFactor, 1, 1) as [number],
    [c, h, w] = x.shape.slice(-3) as [number, number, number];
  if (x.ndim < 3 || h % r || w % r)
    throw new RangeError(
      `pixelUnshuffle: x is ${show(x.shape)} and the downscaleFactor ${r}. Give […, channels, height, width], of sizes that divide into ${r}.`,
    );
  const lead = x.shape.slice(0, -3),
    parts = permute(reshape(x, [sizeOf(lead), c, h / r, r, w / r, r]), [0, 1, 3, 5, 2, 4]);
  return reshape(parts, [...lead, c * r * r, h / r, w / r]);
}
