/**
 * indexAdd(x, dim, index, source, { alpha }): x, and at index[j] along `dim` the sum of x and of alpha · each part of the source that names it.
 *
 * Shape    x: […, n, …], index: int32[k], source: of x's type […, k, …] → x's shape
 * Method   scatterAdd of whole rows
 * Error    ½ ulp + 2⁻⁴¹·Σ|terms|; an index outside 0 … n−1 is a RangeError
 * Source   PyTorch `index_add`
 */
import { of, type Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import { dimension, sameShape, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { oneType } from "./computed.js";
import { checkIndex, forRows, indexOf, loops } from "./indexing.js";
import { mul } from "./mul.js";
import { added, adding } from "./picking.js";
import { reshape } from "./reshape.js";

const indexAddOp = /* @__PURE__ */ adding("indexAdd");

export function indexAdd(input: Operand, dim: number, index: Operand, source: Operand, options?: { readonly alpha?: number }): Tensor {
  const { alpha = 1 } = optionsOf("indexAdd", options, { alpha: "a number" });
  const x = of("indexAdd", input),
    i = indexOf("indexAdd", index),
    s = of("indexAdd", source),
    shape = x.ndim ? x.shape : [1],
    d = dimension("indexAdd", dim, shape),
    fit = x.ndim ? shape.map((n, k) => (k === d ? i.size : n)) : [];
  oneType("indexAdd", x, s);
  if (i.ndim > 1 || !sameShape(s.shape, fit))
    throw new RangeError(
      `indexAdd: the index is ${show(i.shape)} and the source ${show(s.shape)}. Give [k] and ${show(fit)}, for x of ${show(x.shape)}.`,
    );
  checkIndex("indexAdd", i, shape[d]!, `dimension ${d} of shape ${show(x.shape)}`);
  const { axes, loop } = loops(shape, d, i.size),
    terms = alpha === 1 ? s : mul(s, alpha);
  return reshape(added(indexAddOp, reshape(x, axes), axes[1], forRows(i, loop), reshape(terms, loop)), x.shape);
}
