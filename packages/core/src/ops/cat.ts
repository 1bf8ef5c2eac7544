/**
 * cat(xs, dim): tensors one behind the other along a dimension. Empty ones of shape [0] do not count beside others of more dimensions.
 *
 * Shape    xs: […, nᵢ, …], alike outside the dimension → […, Σ nᵢ, …]
 * Method   one copy of each part, in the type they have together; a logarithm passes through, log(cat(xs)) = cat(log xs)
 * Error    exact
 * Source   PyTorch `cat`
 */
import { allOf, number, type Operand } from "../tensor/create.js";
import { checkShape, dimension, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { alike } from "./alike.js";
import { along, placed, placing } from "./window.js";

const catOp = /* @__PURE__ */ placing("cat");

export function cat(inputs: readonly Operand[], dim = 0): Tensor {
  const all = alike("cat", allOf("cat", inputs));
  for (const [i, x] of all.entries()) if (x.ndim === 0) throw new RangeError(`cat: part ${i} is 0-d. Use stack, or give it a dimension.`);
  const deep = all.some((x) => x.ndim > 1),
    there = all.filter((x) => !deep || x.ndim !== 1 || x.size > 0),
    first = there[0]!;
  const d = dimension("cat", dim, first.shape);
  for (const x of there)
    if (x.ndim !== first.ndim || x.shape.some((n, k) => k !== d && n !== first.shape[k]))
      throw new RangeError(`cat: parts ${show(first.shape)} and ${show(x.shape)} differ outside dimension ${d}. Make all other sizes equal.`);
  const shape = checkShape(
    "cat",
    first.shape.map((n, k) => (k === d ? there.reduce((sum, x) => sum + x.shape[d]!, 0) : n)),
  );
  if (there.length === 1) return first;
  let start = 0;
  return placed(
    catOp,
    number(0),
    there.map((x) => [x, along(x.shape, d, (start += x.shape[d]!) - x.shape[d]!, x.shape[d]!)]),
    shape,
    first.dtype,
  );
}
