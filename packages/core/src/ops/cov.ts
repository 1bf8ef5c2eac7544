/**
 * cov(x, { correction, fweights, aweights }): the covariances of variables (rows) whose observations are columns; weights say how often and how much each counts.
 *
 * Shape    x: f[v, n] or f[n], fweights: int32[n], aweights: f[n] → f[v, v] or f[]
 * Method   rows less their means, and one matrix product
 * Error    ½ ulp + (c + 3)·2⁻²⁴·Σ|products| / (n − correction), c that of matmul
 * Source   PyTorch `cov`
 */
import { decoded, isFloating } from "../dtype.js";
import { of, type Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import { show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { cast } from "./cast.js";
import { clamp } from "./clamp.js";
import { div } from "./div.js";
import { matmul } from "./matmul.js";
import { centred } from "./moments.js";
import { mul } from "./mul.js";
import { floating } from "./reduction.js";
import { reshape } from "./reshape.js";
import { sub } from "./sub.js";
import { sum } from "./sum.js";
import { transpose } from "./transpose.js";

export interface CovOptions {
  readonly correction?: number;
  readonly fweights?: Operand | null;
  readonly aweights?: Operand | null;
}
export function cov(input: Operand, options?: CovOptions): Tensor {
  const { correction = 1, fweights, aweights } = optionsOf("cov", options, { correction: "a number", fweights: "", aweights: "" });
  const given = of("cov", input);
  if (given.ndim > 2) throw new RangeError(`cov: x is ${show(given.shape)}. Use rows of variables: two dimensions at most.`);
  const n = given.ndim ? given.shape.at(-1)! : 1,
    x = cast(reshape(given, [given.ndim === 2 ? given.shape[0]! : 1, n]), floating(given.dtype)),
    weights = (what: string, t: Operand | null | undefined): Tensor | null => {
      if (t === undefined || t === null) return null;
      const own = of("cov", t);
      if (own.ndim > 1 || own.size !== n)
        throw new RangeError(`cov: ${what} is ${show(own.shape)} and there are ${n} observations. Give one number each.`);
      if ((what === "fweights") === isFloating(own.dtype))
        throw new TypeError(`cov: ${what} is ${own.dtype}. Use ${what === "fweights" ? "whole" : "floating"} numbers.`);
      const { host } = own.value ?? {},
        bad = host && decoded(own.dtype, host).find((x) => x < 0);
      if (bad !== undefined && bad !== null) throw new RangeError(`cov: ${what} has ${bad}. Weights are 0 or more.`);
      return cast(reshape(own, [n]), x.dtype);
    };
  const [f, a] = [weights("fweights", fweights), weights("aweights", aweights)],
    w = f && a ? mul(f, a) : (f ?? a);
  const total = w && sum(w),
    c = w ? sub(x, div(sum(mul(x, w), 1, { keepdim: true }), total!)) : centred(x, { from: 1, to: 2 }),
    degrees = w ? clamp(sub(total!, a ? mul(correction, div(sum(mul(w, a)), total!)) : correction), { min: 0 }) : Math.max(0, n - correction);
  const product = div(matmul(w ? mul(c, w) : c, transpose(c, 0, 1)), degrees);
  return given.ndim === 2 && given.shape[0] !== 1 ? product : reshape(product, []);
}
