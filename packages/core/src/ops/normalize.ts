/**
 * normalize(x, { p, dim, eps }): x over its norm of order p along a dimension (several are one vector), which counts as eps at least.
 *
 * Shape    x: f[…] → f[…]
 * Method   norm, and a quotient
 * Error    1.01 ulp
 * Source   PyTorch `nn.functional.normalize`
 */
import { of, type Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import type { Tensor } from "../tensor/tensor.js";
import { clamp } from "./clamp.js";
import { dimensionsOf } from "./dimensions.js";
import { div } from "./div.js";
import { norm } from "./norm.js";
import { reshape } from "./reshape.js";

export interface NormalizeOptions {
  readonly p?: number;
  readonly dim?: number | readonly number[];
  readonly eps?: number;
}
export function normalize(input: Operand, options?: NormalizeOptions): Tensor {
  const { p = 2, dim = 1, eps = 1e-12 } = optionsOf("normalize", options, { p: "a number", dim: "", eps: "a number" });
  const given = of("normalize", input),
    x = given.ndim ? given : reshape(given, [1]),
    dims = dimensionsOf("normalize", dim, x.shape);
  return reshape(div(x, clamp(norm(x, p, dims, { keepdim: true }), { min: eps })), given.shape);
}
