/**
 * layerNorm(x, normalizedShape, { weight, bias, eps }): (x − mean)/√(variance + eps) over the last dimensions, times weight, plus bias. The variance is
 * divided by n.
 *
 * Shape    x: f[…, …normalizedShape], weight, bias: f[…normalizedShape] → f[…, …normalizedShape]
 * Method   the mean in two parts, squares of the distances from it summed wide, and their inverse root in two parts; rounded once before weight and bias
 * Error    0.501 ulp + 4·2⁻²⁴·(|y·weight| + |bias|) with weight or bias, 0.501 ulp + 2⁻⁴⁰ of it + 2⁻⁴¹ + 2⁻⁴⁸·|mean|/σ without
 * Source   PyTorch `nn.functional.layer_norm`
 */
import { of, type Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import type { Shape } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { affine, type AffineOptions, shaped } from "./affine.js";
import { lastShape, overLast } from "./lastDims.js";
import { standardisedOver } from "./moments.js";

export interface LayerNormOptions extends AffineOptions {
  readonly eps?: number;
}
export function layerNorm(input: Operand, normalizedShape: number | Shape, options?: LayerNormOptions): Tensor {
  const { weight, bias, eps = 1e-5 } = optionsOf("layerNorm", options, { weight: "", bias: "", eps: "a number" });
  const x = of("layerNorm", input),
    shape = lastShape("layerNorm", x, normalizedShape),
    [a, b] = [shaped("layerNorm", "weight", weight, shape, x), shaped("layerNorm", "bias", bias, shape, x)];
  return affine(x, () => overLast(x, shape.length, (t, over) => standardisedOver(t, over, { eps })), a, b);
}
