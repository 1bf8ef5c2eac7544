/**
 * repeatInterleave(x, repeats, dim): each part of x along a dimension several times in a row: the same number for all, or a list of one for each,
 * also as a tensor of data: the shape depends on them, and no call reads. Without a dimension, x is taken flat.
 *
 * Shape    x: […, n, …] → […, Σ repeats, …]
 * Method   one copy of a view; with a list, gather
 * Error    exact
 * Source   PyTorch `repeat_interleave`
 */
import { isGiven, of, type Operand, tensor } from "../tensor/create.js";
import { asArray, noSuch, written } from "../tensor/given.js";
import { checkShape, dimension, show } from "../tensor/shape.js";
import { Tensor } from "../tensor/tensor.js";
import { expand } from "./expand.js";
import { hostIndices } from "./indexing.js";
import { indexSelect } from "./indexSelect.js";
import { ravel } from "./ravel.js";
import { reshape } from "./reshape.js";
import { unsqueeze } from "./unsqueeze.js";

export function repeatInterleave(input: Operand, repeats: number | ArrayLike<number> | Tensor, dim?: number): Tensor {
  const given = of("repeatInterleave", input),
    x = dim === undefined || !given.ndim ? ravel(given) : given,
    d = dimension("repeatInterleave", dim ?? 0, x.shape),
    n = x.shape[d]!,
    list = typeof repeats === "number" ? [repeats] : Array.from(listOf(repeats)),
    bad = list.find((count) => !Number.isSafeInteger(count) || count < 0);
  if (bad !== undefined) throw noSuch(bad, `repeatInterleave: ${written(bad)} is no number of times. Use whole numbers from 0.`);
  if (list.length !== 1 && list.length !== n)
    throw new RangeError(
      `repeatInterleave: ${list.length} numbers for the ${n} parts of dimension ${d} of shape ${show(x.shape)}. Give one for each.`,
    );
  const total = list.length === 1 ? n * list[0]! : list.reduce((a, b) => a + b, 0),
    shape = checkShape("repeatInterleave", x.shape.with(d, total));
  if (list.length === 1) return reshape(expand(unsqueeze(x, d + 1), [...x.shape.slice(0, d + 1), list[0]!, ...x.shape.slice(d + 1)]), shape);
  return indexSelect(x, d, tensor(Int32Array.from(list.flatMap((count, i) => new Array<number>(count).fill(i)))));
}

function there(repeats: Tensor): Int32Array {
  const { dtype, current } = repeats,
    host = isGiven(current) ? hostIndices(current, true) : null;
  if (dtype !== "int32" || repeats.ndim > 1)
    throw new TypeError(
      `repeatInterleave: the repeats are ${dtype} ${show(repeats.shape)}. Use int32 of one dimension, such as tensor(Int32Array.of(1, 2)).`,
    );
  if (!host) throw new TypeError("repeatInterleave: the repeats are computed, and the shape depends on them. Pass await repeats.data().");
  return host;
}

function listOf(repeats: ArrayLike<number> | Tensor): ArrayLike<number> {
  if (repeats instanceof Tensor) return there(repeats);
  return ArrayBuffer.isView(repeats) ? repeats : asArray("repeatInterleave", "numbers", repeats as readonly number[]);
}
