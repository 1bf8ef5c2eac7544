/**
 * indexPut(x, indices, values, { accumulate }): x with values where indices (as in `at`) point. Where several point at one place the last value stays, or, with
 * `accumulate`, all are added. A mask alone, of the shape of x's first dimensions, points where it is true, and takes a number or a 0-d value.
 *
 * Shape    x: […], values: what broadcasts to the shape of at(x, ...indices) → x's shape
 * Method   one copy, and the values copied or added in their order
 * Error    exact; accumulated, ½ ulp + 2⁻⁴¹·Σ|terms|; an index outside −n … n−1 is a RangeError
 * Source   PyTorch `index_put`, where the order is left open
 */
import { of, type Operand } from "../tensor/create.js";
import { asArray } from "../tensor/given.js";
import { optionsOf } from "../tensor/options.js";
import { sameShape, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { add } from "./add.js";
import { addressed, type Index, isMask, listed } from "./addressing.js";
import { forRows } from "./indexing.js";
import { like } from "./like.js";
import { permute } from "./permute.js";
import { added, adding, gathering, put } from "./picking.js";
import { reshape } from "./reshape.js";
import { cast } from "./cast.js";
import { where } from "./where.js";
import { placed, placing, viewed, viewing } from "./window.js";
import { writing } from "./writing.js";

const gatherOp = /* @__PURE__ */ gathering("indexPut");
const viewOp = /* @__PURE__ */ viewing("indexPut");
const placeOp = /* @__PURE__ */ placing("indexPut");
const writeOp = /* @__PURE__ */ writing("indexPut");
const addOp = /* @__PURE__ */ adding("indexPut");

export function indexPut(input: Operand, indices: readonly Index[], values: Operand, options?: { readonly accumulate?: boolean }): Tensor {
  const { accumulate = false } = optionsOf("indexPut", options, { accumulate: "true or false" });
  const x = of("indexPut", input);
  if (asArray("indexPut", "indices", indices).some(isMask)) return masked(x, indices, values, accumulate);
  const { window, lists } = addressed("indexPut", x.shape, indices),
    view = viewed(viewOp, x, window);
  const updated = (): Tensor => {
    if (!lists.length) {
      const v = like("indexPut", values, x, view.shape);
      return accumulate ? add(view, v) : v;
    }
    const { order, axes, loop, index, shape } = listed(gatherOp, view.shape, lists),
      v = reshape(like("indexPut", values, x, shape), loop),
      base = permute(view, order),
      args = [reshape(base, axes), axes[1], forRows(index, loop), v, true] as const,
      all = accumulate ? added(addOp, ...args) : put(writeOp, ...args);
    return permute(
      reshape(all, base.shape),
      order.map((_, d) => order.indexOf(d)),
    );
  };
  return view === x && lists.length ? updated() : placed(placeOp, x, [[updated(), window]], x.shape, x.dtype);
}

function masked(x: Tensor, indices: readonly Index[], values: Operand, accumulate: boolean): Tensor {
  const mask = (indices.find(isMask) as Tensor).current,
    v = like("indexPut", values, x);
  if (indices.length > 1)
    throw new TypeError("indexPut: a mask stands beside other indices, and it picks from all that follows. Give it alone, or use where.");
  if (!sameShape(mask.shape, x.shape.slice(0, mask.ndim)))
    throw new RangeError(`indexPut: mask ${show(mask.shape)} is not how shape ${show(x.shape)} begins. Give it the sizes of the first dimensions.`);
  if (v.ndim)
    throw new TypeError(
      `indexPut: values ${show(v.shape)} go to a mask, and how many it takes depends on its elements. Give a number or a 0-d tensor, or use where.`,
    );
  const wide = reshape(
    mask,
    x.shape.map((d, i) => (i < mask.ndim ? d : 1)),
  );
  return cast(where(wide, accumulate ? add(x, v) : v, x), x.dtype);
}
