/** not an op: what cummax and cummin have in common. */
import * as w from "../scalar/words.js";
import { arithmeticOf } from "../dtype.js";
import type { Operand } from "../tensor/create.js";
import { arange } from "../tensor/range.js";
import { around } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { beside } from "./beside.js";
import { cast } from "./cast.js";
import { cat } from "./cat.js";
import { cut } from "./cut.js";
import { expand } from "./expand.js";
import { gather } from "./gather.js";
import { narrow } from "./narrow.js";
import { lineOf, type Taken } from "./ranked.js";
import { reshape } from "./reshape.js";
import { type Elementwise, elementwise } from "./row.js";
import { where } from "./where.js";

/** Whether y, which comes after x, takes its place: where it is as extreme or NaN, and where x is no NaN. */
const replaces = (name: string, isUpTo: (x: Parameters<typeof w.le>[0], y: Parameters<typeof w.le>[0]) => ReturnType<typeof w.le>): Elementwise<2> =>
  elementwise<2>(name, {
    takes: "compare",
    body: (x, y) => w.where(w.or(w.not(w.eq(y, y)), w.and(w.eq(x, x), isUpTo(x, y))), 1, 0),
  });
export const rises: Elementwise<2> = /* @__PURE__ */ replaces("cummax", (x, y) => w.le(x, y));
export const falls: Elementwise<2> = /* @__PURE__ */ replaces("cummin", (x, y) => w.le(y, x));

/** The extremes of all prefixes: those of 1, 2, 4, … elements, each of two of the size before. */
export function runningExtreme(name: string, input: Operand, dim: number, isLater: Elementwise<2>): Taken {
  const { x, d, n, scalar } = lineOf(name, input, dim),
    [outer, , inner] = around(x.shape, d),
    lines = [outer, n, inner];
  let values = reshape(cast(cut(x), arithmeticOf(x.dtype)), lines),
    places = beside([x], () => expand(reshape(arange(n), [1, n, 1]), lines));
  const joined = (t: Tensor, takes: Tensor, size: number): Tensor =>
    cat([narrow(t, 1, 0, size), where(takes, narrow(t, 1, size, n - size), narrow(t, 1, 0, n - size))], 1);
  for (let size = 1; size < n; size *= 2) {
    const takes = isLater(narrow(values, 1, 0, n - size), narrow(values, 1, size, n - size));
    [values, places] = [joined(values, takes, size), joined(places, takes, size)];
  }
  const indices = reshape(places, x.shape),
    found = gather(x, d, indices);
  return scalar ? { values: reshape(found, []), indices: reshape(indices, []) } : { values: found, indices };
}
