/**
 * mode(x, dim): the most frequent element along a dimension, the least of several that are, and the last place where it is.
 *
 * Shape    x: […] → { values, indices: int32 }, […] without the dimension, or with 1 in its place (keepdim)
 * Method   a stable sort, and the first longest run of equal elements. A NaN equals none
 * Error    exact; the gradient goes to the place
 * Source   PyTorch `mode`
 */
import type { Operand } from "../tensor/create.js";
import { arange } from "../tensor/range.js";
import { add } from "./add.js";
import { beside } from "./beside.js";
import { cat } from "./cat.js";
import { cummax } from "./cummax.js";
import { cut } from "./cut.js";
import { type KeepOptions, keepdimOf } from "./dimensions.js";
import { expand } from "./expand.js";
import { extremePlace } from "./extremePlace.js";
import { gather } from "./gather.js";
import { narrow } from "./narrow.js";
import { ne } from "./ne.js";
import { filledLine, ofLines, places, type Taken } from "./ranked.js";
import { reshape } from "./reshape.js";
import { sub } from "./sub.js";
import { where } from "./where.js";

export function mode(input: Operand, dim = -1, options?: KeepOptions): Taken {
  const keepdim = keepdimOf("mode", options);
  const line = filledLine("mode", input, dim),
    { x, d, n } = line;
  const order = places(line),
    sorted = gather(cut(x), d, order),
    at = beside([x], () => expand(reshape(arange(n), [n, ...x.shape.slice(d + 1).map(() => 1)]), x.shape));
  const begins = where(ne(narrow(sorted, d, 1, n - 1), narrow(sorted, d, 0, n - 1)), narrow(at, d, 1, n - 1), 0),
    starts = cummax(cat([narrow(at, d, 0, 1), begins], d), d).values,
    longest = extremePlace("argmax", add(sub(at, starts), 1), d, true);
  const indices = gather(order, d, longest),
    shape = ofLines(line, keepdim);
  return { values: reshape(gather(x, d, indices), shape), indices: reshape(indices, shape) };
}
