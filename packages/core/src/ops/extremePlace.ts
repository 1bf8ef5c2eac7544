/** not an op: where the greatest and the least are, the first of equal ones; a NaN is both. */
import * as w from "../scalar/words.js";
import { arithmeticOf } from "../dtype.js";
import { of, type Operand } from "../tensor/create.js";
import { arange } from "../tensor/range.js";
import { dimension, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { beside } from "./beside.js";
import { cast } from "./cast.js";
import { cut } from "./cut.js";
import { bare, greatest, least } from "./extreme.js";
import { gather } from "./gather.js";
import type { Op } from "./op.js";
import type { Taken } from "./ranked.js";
import { flattened, spread } from "./reduction.js";
import { reshape } from "./reshape.js";
import { elementwise } from "./row.js";
import { where } from "./where.js";

/** Whether x is the extreme m of its row, NaN being equal to NaN. */
const isExtreme = /* @__PURE__ */ elementwise<2>("is extreme", {
  takes: "compare",
  body: (x, m) => w.where(w.or(w.eq(x, m), w.and(w.not(w.eq(x, x)), w.not(w.eq(m, m)))), 1, 0),
});

interface Place {
  readonly x: Tensor;
  readonly d: number;
  /** With 1 for the dimension. */
  readonly indices: Tensor;
}
function placeOf(name: string, self: Op, input: Operand, dim: number): Place {
  const given = of(name, input),
    x = given.ndim ? given : reshape(given, [1]),
    d = dimension(name, dim, x.shape),
    n = x.shape[d]!,
    over = { from: d, to: d + 1 };
  if (!n) throw new RangeError(`${name}: dimension ${d} of shape ${show(x.shape)} has nothing to choose from. Choose along one that has elements.`);
  const compared = cast(cut(x), arithmeticOf(x.dtype)),
    m = spread(bare(self, compared, over), x.shape, over),
    places = beside([x], () => reshape(arange(n), [n, ...x.shape.slice(d + 1).map(() => 1)])),
    first = bare(least, where(isExtreme(compared, m), places, n), over);
  return { x, d, indices: reshape(first, flattened(x.shape, over)) };
}

const wayOf = (name: string): Op => (name.endsWith("max") ? greatest : least);

/** Of all elements, or along a dimension. @internal */
export function extremePlace(name: string, input: Operand, dim: number | null | undefined, keepdim: boolean): Tensor {
  const x = of(name, input),
    all = dim === undefined || dim === null,
    { d, indices } = placeOf(name, wayOf(name), all ? reshape(x, [x.size]) : x, all ? 0 : dim);
  if (all) return reshape(indices, keepdim ? x.shape.map(() => 1) : []);
  return reshape(indices, x.ndim ? x.shape.flatMap((size, i) => (i !== d ? [size] : keepdim ? [1] : [])) : []);
}

/** The extremes along a dimension, and where they are. The gradient goes to the places. @internal */
export function extremeAlong(name: string, input: Operand, dim: number, keepdim: boolean): Taken {
  const given = of(name, input),
    { x, d, indices } = placeOf(name, wayOf(name), given, dim),
    values = gather(x, d, indices),
    shape = given.ndim ? x.shape.flatMap((size, i) => (i !== d ? [size] : keepdim ? [1] : [])) : [];
  return { values: reshape(values, shape), indices: reshape(indices, shape) };
}
