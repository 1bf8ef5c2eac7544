/** not an op: where the greatest and the least are, the first of equal ones; a NaN is both. */
import * as w from "../scalar/words.js";
import { arithmeticOf } from "../dtype.js";
import { of, type Operand } from "../tensor/create.js";
import { arange } from "../tensor/range.js";
import { broadcast } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { beside } from "./beside.js";
import { cast } from "./cast.js";
import { cut } from "./cut.js";
import { bare, greatest, least } from "./extreme.js";
import { gather } from "./gather.js";
import type { Op } from "./op.js";
import { filledLine, type Line, ofLines, type Taken } from "./ranked.js";
import { flattened, spread } from "./reduction.js";
import { reshape } from "./reshape.js";
import { elementwise } from "./row.js";
import { where } from "./where.js";

/** Whether x is the extreme m of its row, NaN being equal to NaN. */
const isExtreme = /* @__PURE__ */ elementwise<2>("is extreme", {
  takes: "compare",
  body: (x, m) => w.where(w.or(w.eq(x, m), w.and(w.not(w.eq(x, x)), w.not(w.eq(m, m)))), 1, 0),
});

/** Where they are along a line, with 1 for its dimension. */
function placesOf(self: Op, { x, d, n }: Line): Tensor {
  const over = { from: d, to: d + 1 },
    compared = cast(cut(x), arithmeticOf(x.dtype)),
    m = spread(bare(self, compared, over), x.shape, over),
    places = beside([x], () => reshape(arange(n), [n, ...x.shape.slice(d + 1).map(() => 1)]));
  return reshape(bare(least, where(isExtreme(compared, m), places, n), over), flattened(x.shape, over));
}

const wayOf = (name: string): Op => (name.endsWith("max") ? greatest : least);

/** Of all elements, or along a dimension. @internal */
export function extremePlace(name: string, input: Operand, dim: number | null | undefined, keepdim: boolean): Tensor {
  const x = of(name, input),
    all = dim === undefined || dim === null,
    line = filledLine(name, all ? reshape(x, [x.size]) : x, all ? 0 : dim),
    indices = placesOf(wayOf(name), line);
  return reshape(indices, !all ? ofLines(line, keepdim) : keepdim ? x.shape.map(() => 1) : []);
}

/** Two operands. Throws RangeError by this name where they do not broadcast. @internal */
export function fitting(name: string, left: Operand, right: Operand): [Tensor, Tensor] {
  const [x, y] = [of(name, left), of(name, right)];
  broadcast(name, x.shape, y.shape);
  return [x, y];
}

/** The extremes along a dimension, and where they are. The gradient goes to the places. @internal */
export function extremeAlong(name: string, input: Operand, dim: number, keepdim: boolean): Taken {
  const line = filledLine(name, input, dim),
    indices = placesOf(wayOf(name), line),
    shape = ofLines(line, keepdim);
  return { values: reshape(gather(line.x, line.d, indices), shape), indices: reshape(indices, shape) };
}
