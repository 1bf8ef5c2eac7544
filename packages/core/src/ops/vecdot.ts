/**
 * vecdot(a, b, dim) = Σ a·b along a dimension, the last unless another is named; the others broadcast.
 *
 * Shape    a, b: […], of one type, which broadcast → […] without the dimension
 * Method   products in float64, where those of float32 are exact, summed and rounded once
 * Error    ½ ulp + 2⁻⁴⁰·Σ|a·b|; whole numbers exact
 * Source   PyTorch `linalg.vecdot`
 */
import { of, type Operand } from "../tensor/create.js";
import { broadcast, dimension, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { summedProducts } from "./contraction.js";

export function vecdot(left: Operand, right: Operand, dim = -1): Tensor {
  const a = of("vecdot", left),
    b = of("vecdot", right),
    shape = broadcast("vecdot", a.shape, b.shape);
  if (!shape.length) throw new RangeError(`vecdot: the operands are 0-d. Use mul for a product of numbers.`);
  const d = dimension("vecdot", dim, shape),
    at = (t: Tensor): number | undefined => t.shape[d - shape.length + t.ndim];
  if (at(a) !== at(b))
    throw new RangeError(
      `vecdot: a is ${show(a.shape)} and b is ${show(b.shape)}, which differ in dimension ${d}. Give both as many elements there.`,
    );
  return summedProducts("vecdot", a, b, d);
}
