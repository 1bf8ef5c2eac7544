/**
 * at(x, ...indices): the part of x that indices name, one a dimension. A number picks (−1 the last); [start, end, step] slices, where null is as far as it goes,
 * a negative end counts from the last and a negative step goes backwards; null keeps the dimension, and "..." as many as are left;
 * an int32 tensor gathers. Several tensors broadcast, and what they pick lies where they lie if they are neighbours, else in front.
 *
 * Shape    x: […] → without what is picked, sliced sizes, the tensors' shape
 * Method   a view; with tensors, one gather of whole rows
 * Error    exact; an index outside −n … n−1 is a RangeError; a mask is a TypeError, for the result's shape would depend on its values
 * Source   NumPy's and PyTorch's indexing; numbers pick before tensors are looked at, as in PyTorch
 */
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { addressed, type Index, listed } from "./addressing.js";
import { forRows } from "./indexing.js";
import { permute } from "./permute.js";
import { gathering, picked } from "./picking.js";
import { reshape } from "./reshape.js";
import { viewed, viewing } from "./window.js";

const viewOp = /* @__PURE__ */ viewing("at");
const gatherOp = /* @__PURE__ */ gathering("at");

export function at(input: Operand, ...indices: readonly Index[]): Tensor {
  const x = of("at", input),
    { window, lists } = addressed("at", x.shape, indices),
    view = viewed(viewOp, x, window);
  if (!lists.length) return view;
  const { order, axes, loop, index, shape } = listed(gatherOp, view.shape, lists);
  return reshape(picked(gatherOp, reshape(permute(view, order), axes), forRows(index, loop), true), shape);
}
