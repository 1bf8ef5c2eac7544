/**
 * pixelShuffle(x, upscaleFactor): channels become pixels: each r² of them a square of r × r.
 *
 * Shape    x: [n, c·r², h, w], other dimensions in front too or none → [n, c, h·r, w·r]
 * Method   a view of reordered dimensions, laid out anew
 * Error    exact
 * Source   PyTorch `nn.functional.pixel_shuffle`
 */
import { of, type Operand } from "../tensor/create.js";
import { show, sizeOf } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { each } from "./convolution.js";
import { permute } from "./permute.js";
import { reshape } from "./reshape.js";

export function pixelShuffle(input: Operand, upscaleFactor: number): Tensor {
  const x = of("pixelShuffle", input),
    [r] = each("pixelShuffle", "upscaleFactor", upscaleFactor, 1, 1) as [number],
    [c, h, w] = x.shape.slice(-3) as [number, number, number];
  if (x.ndim < 3 || c % (r * r))
    throw new RangeError(
      `pixelShuffle: x is ${show(x.shape)} and the upscaleFactor ${r}. Give […, channels, height, width], of channels that divide into ${r * r}.`,
    );
  const lead = x.shape.slice(0, -3),
    parts = permute(reshape(x, [sizeOf(lead), c / (r * r), r, r, h, w]), [0, 1, 4, 2, 5, 3]);
  return reshape(parts, [...lead, c / (r * r), h * r, w * r]);
}
