/**
 * cosineSimilarity(x, y, { dim, eps }) = Σ x·y / (‖x‖·‖y‖) along a dimension, each norm counting as eps at least.
 *
 * Shape    x, y: f[…], which broadcast → f[… without the dimension]
 * Method   the sum of the products of x/‖x‖ and y/‖y‖: no product overflows, and none is lost
 * Error    ½ ulp + 2.6·2⁻²⁴·Σ|x·y|/(‖x‖·‖y‖)
 * Source   PyTorch `nn.functional.cosine_similarity`
 */
import { of, type Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import { broadcast, dimension } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { beside } from "./beside.js";
import { expand } from "./expand.js";
import { mul } from "./mul.js";
import { normalize } from "./normalize.js";
import { reshape } from "./reshape.js";
import { sum } from "./sum.js";

export function cosineSimilarity(left: Operand, right: Operand, options?: { readonly dim?: number; readonly eps?: number }): Tensor {
  const { dim = 1, eps = 1e-8 } = optionsOf("cosineSimilarity", options, { dim: "a number", eps: "a number" });
  const [x, y] = [of("cosineSimilarity", left), of("cosineSimilarity", right)],
    together = broadcast("cosineSimilarity", x.shape, y.shape),
    shape = together.length ? together : [1],
    d = dimension("cosineSimilarity", dim, shape);
  const unit = (t: Tensor): Tensor => normalize(expand(t, shape), { dim, eps });
  const [a, b] = beside([x, y], () => [unit(x), unit(y)] as const);
  return reshape(sum(mul(a, b), dim), together.length ? shape.filter((_, i) => i !== d) : []);
}
