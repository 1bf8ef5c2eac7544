/**
 * localResponseNorm(x, size, { alpha, beta, k }): x / (k + alpha·m)^beta, where m is the mean of x² over the `size` channels around (⌊size/2⌋ of them before),
 * zeros beyond the ends.
 *
 * Shape    x: f[n, c, …] of at least three dimensions → the same
 * Method   in float64, rounded once
 * Error    1 ulp of float32
 * Source   PyTorch `nn.functional.local_response_norm`
 */
import { of, type Operand } from "../tensor/create.js";
import { isFloating } from "../dtype.js";
import { optionsOf } from "../tensor/options.js";
import { show, sizeOf } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { add } from "./add.js";
import { avgPool2d } from "./avgPool2d.js";
import { cast } from "./cast.js";
import { each } from "./convolution.js";
import { div } from "./div.js";
import { mul } from "./mul.js";
import { pad } from "./pad.js";
import { pow } from "./pow.js";
import { reshape } from "./reshape.js";
import { square } from "./square.js";

export function localResponseNorm(
  input: Operand,
  size: number,
  options?: { readonly alpha?: number; readonly beta?: number; readonly k?: number },
): Tensor {
  const { alpha = 1e-4, beta = 0.75, k = 1 } = optionsOf("localResponseNorm", options, { alpha: "a number", beta: "a number", k: "a number" });
  const given = of("localResponseNorm", input),
    [n] = each("localResponseNorm", "size", size, 1, 1) as [number];
  if (!isFloating(given.dtype)) throw new TypeError(`localResponseNorm: x is ${given.dtype}. Convert it with to(x, "float32").`);
  if (given.ndim < 3) throw new RangeError(`localResponseNorm: x is ${show(given.shape)}. Give [batch, channels, …].`);
  if (!given.size) return given;
  const x = cast(given, "float64"),
    [batch, channels, ...rest] = x.shape as [number, number],
    before = Math.floor(n / 2);
  const squares = pad(reshape(square(x), [batch, 1, channels, sizeOf(rest)]), [0, 0, before, n - 1 - before]),
    means = reshape(avgPool2d(squares, [n, 1], { stride: 1 }), x.shape);
  return cast(div(x, pow(add(mul(means, alpha), k), beta)), given.dtype);
}
