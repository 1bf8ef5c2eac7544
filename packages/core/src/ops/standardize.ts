/**
 * standardize(x, dim, { correction, eps }): (x − mean)/√(variance + eps) along one dimension, several or all. Without eps, equal elements give NaN.
 *
 * Shape    x: f[…] → f[…]
 * Method   that of layerNorm, with the variance divided by n − correction
 * Error    0.501 ulp + 2⁻⁴⁰ of it + 2⁻⁴¹ + 2⁻⁴⁸·|mean|/σ
 * Source   jax.nn.standardize, with the correction of PyTorch's `std`
 */
import { of, type Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import type { Tensor } from "../tensor/tensor.js";
import { dimensionsOf } from "./dimensions.js";
import { overLast } from "./lastDims.js";
import { standardisedOver } from "./moments.js";
import { permute } from "./permute.js";
import type { Dims } from "./reduction.js";
import { reshape } from "./reshape.js";

export function standardize(input: Operand, dim?: Dims, options?: { readonly correction?: number; readonly eps?: number }): Tensor {
  const { correction = 1, eps = 0 } = optionsOf("standardize", options, { correction: "a number", eps: "a number" });
  const given = of("standardize", input),
    x = given.ndim ? given : reshape(given, [1]),
    named = dimensionsOf("standardize", dim ?? [], x.shape).sort((a, b) => a - b),
    dims = named.length ? named : x.shape.map((_, i) => i),
    order = [...x.shape.map((_, i) => i).filter((i) => !dims.includes(i)), ...dims];
  const y = overLast(permute(x, order), dims.length, (t, over) => standardisedOver(t, over, { eps, correction }));
  return reshape(
    permute(
      y,
      order.map((_, i) => order.indexOf(i)),
    ),
    given.shape,
  );
}
