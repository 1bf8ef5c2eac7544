/**
 * corrcoef(x): the correlations of variables (rows) whose observations are columns, from −1 to 1.
 *
 * Shape    x: f[v, n] or f[n] → f[v, v] or f[]
 * Method   rows less their means and of length 1, and their products in float64: nothing overflows
 * Error    ½ ulp + 2.1·2⁻²⁴·Σ|products|, which is 1 at most; of float64 (c + 8)·2⁻⁵³·(1 + |mean|/σ), c that of matmul
 * Source   PyTorch `corrcoef`
 */
import { of, type Operand } from "../tensor/create.js";
import { show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { cast } from "./cast.js";
import { clamp } from "./clamp.js";
import { computed } from "./computed.js";
import { cov } from "./cov.js";
import { div } from "./div.js";
import { matmul } from "./matmul.js";
import { floating } from "./reduction.js";
import { reshape } from "./reshape.js";
import { standardize } from "./standardize.js";
import { transpose } from "./transpose.js";

export function corrcoef(input: Operand): Tensor {
  const x = of("corrcoef", input),
    [rows, n] = x.ndim > 1 ? (x.shape as [number, number]) : [1, x.size];
  if (x.ndim > 2) throw new RangeError(`corrcoef: x is ${show(x.shape)}. Use rows of variables: two dimensions at most.`);
  // Of no observations: 0 / 0.
  if (!n) return cov(x);
  return computed(floating(x.dtype), (type) => {
    const unit = standardize(cast(reshape(x, [rows, n]), type), 1, { correction: n - 1 }),
      products = matmul(unit, transpose(unit, 0, 1), { precise: true });
    return x.ndim === 2 && rows !== 1 ? clamp(products, { min: -1, max: 1 }) : reshape(div(products, products), []);
  });
}
