/**
 * corrcoef(x): the correlations of variables (rows) whose observations are columns, from −1 to 1.
 *
 * Shape    x: f[v, n] or f[n] → f[v, v] or f[]
 * Method   covariances over the roots of both variances
 * Error    4·2⁻²⁴·(n + 3)
 * Source   PyTorch `corrcoef`
 */
import { of, type Operand } from "../tensor/create.js";
import { show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { clamp } from "./clamp.js";
import { cov } from "./cov.js";
import { diagonal } from "./diagonal.js";
import { div } from "./div.js";
import { reshape } from "./reshape.js";
import { sqrt } from "./sqrt.js";

export function corrcoef(input: Operand): Tensor {
  const x = of("corrcoef", input);
  if (x.ndim > 2) throw new RangeError(`corrcoef: x is ${show(x.shape)}. Use rows of variables: two dimensions at most.`);
  const c = cov(x);
  if (!c.ndim) return div(c, c);
  const s = sqrt(diagonal(c));
  return clamp(div(div(c, reshape(s, [s.size, 1])), s), { min: -1, max: 1 });
}
