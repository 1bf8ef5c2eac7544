/**
 * takeAlongDim(x, index, dim): gather, where x and index broadcast outside the dimension; without one, both are taken flat.
 *
 * Shape    x: […], index: int32[…] of x's rank → their broadcast shape, with index's size along `dim`
 * Method   gather
 * Error    exact; an index outside 0 … size−1 is a RangeError
 * Source   PyTorch `take_along_dim`
 */
import { of, type Operand } from "../tensor/create.js";
import { broadcast, dimension, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { expand } from "./expand.js";
import { indexAlong, indexOf } from "./indexing.js";
import { gathering, picked } from "./picking.js";
import { ravel } from "./ravel.js";
import { reshape } from "./reshape.js";

const takeAlongDimOp = /* @__PURE__ */ gathering("takeAlongDim");

export function takeAlongDim(input: Operand, index: Operand, dim?: number): Tensor {
  const flat = dim === undefined,
    given = of("takeAlongDim", input),
    named = indexOf("takeAlongDim", index),
    x = flat ? ravel(given) : given,
    i = flat ? ravel(named) : named,
    d = dimension("takeAlongDim", dim ?? 0, x.shape);
  if (x.ndim !== i.ndim) throw new RangeError(`takeAlongDim: x is ${show(x.shape)} and the index ${show(i.shape)}. Give both as many dimensions.`);
  const shape = broadcast("takeAlongDim", x.shape.with(d, 1), i.shape.with(d, 1)),
    at = indexAlong("takeAlongDim", expand(x, shape.with(d, x.shape[d]!)), d, expand(i, shape.with(d, i.shape[d]!)));
  return reshape(picked(takeAlongDimOp, reshape(at.part, at.axes), at.index), shape.with(d, i.shape[d]!));
}
