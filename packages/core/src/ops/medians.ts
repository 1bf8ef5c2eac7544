/** not an op: what median and nanmedian have in common. */
import { isFloating } from "../dtype.js";
import { of, type Operand } from "../tensor/create.js";
import { show } from "../tensor/shape.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { cast } from "./cast.js";
import { cut } from "./cut.js";
import { div } from "./div.js";
import { expand } from "./expand.js";
import { same, share } from "./extreme.js";
import { extremePlace } from "./extremePlace.js";
import { gather } from "./gather.js";
import { isnan } from "./isnan.js";
import { logicalNot } from "./logicalNot.js";
import { type Op, op } from "./op.js";
import { filledLine, type Line, lineOf, ofLines, places, type Taken } from "./ranked.js";
import { reshape } from "./reshape.js";
import { elementwise } from "./row.js";
import * as w from "../scalar/words.js";
import { sum } from "./sum.js";
import { where } from "./where.js";

/** ⌊(n − 1)/2⌋, of 0 elements 0. */
const middle = /* @__PURE__ */ elementwise("median", { takes: "number", body: (n) => w.max(w.floor(w.div(w.sub(n, 1), 2)), 0) });

/** No view, as parts must not be. */
const value = /* @__PURE__ */ elementwise("median", { takes: "number", body: (x) => x });

/** Where the lower median of each line is: with 1 for the dimension. */
function placeOf(line: Line, skipsNaN: boolean): Tensor {
  const x = cut(line.x),
    { d, n } = line;
  if (skipsNaN) {
    const count = sum(logicalNot(isnan(x)), d, { keepdim: true });
    return gather(places({ ...line, x }), d, cast(middle(cast(count, "float64")), "int32"));
  }
  const one = places({ ...line, x }, { from: (n - 1) >> 1, count: 1 }),
    first = extremePlace("argmax", x, d, true);
  return where(isnan(gather(x, d, first)), first, one);
}

/** The median of all: its gradient is shared equally by equal elements, of which NaNs are. */
const allOp = (name: string, skipsNaN: boolean): Op =>
  op(name, "composite", {
    parts: ({ inputs: [x] }) => value(gather(x!, 0, placeOf(lineOf(name, x!, 0), skipsNaN))),
    range: (x) => x!,
    vjp: (g, node) => {
      const x = node.inputs[0]!,
        ties = same(x, expand(node, x.shape));
      return [share(expand(g, x.shape), ties, sum(ties, 0, { keepdim: true }))];
    },
  });

/** The lower median of all elements, or along a dimension with where it is. @internal */
export function medianBy(name: string, skipsNaN: boolean): { (x: Tensor): Tensor; (x: Tensor, dim: number, keepdim: boolean): Taken } {
  const self = allOp(name, skipsNaN);
  function median(x: Tensor): Tensor;
  function median(x: Tensor, dim: number, keepdim: boolean): Taken;
  function median(input: Operand, dim?: number, keepdim = false): Tensor | Taken {
    const x = of(name, input);
    if (dim === undefined) {
      if (!x.size && isFloating(x.dtype)) return div(sum(x), 0);
      if (!x.size) throw new RangeError(`${name}: x is ${show(x.shape)}, and no whole number is the median of nothing. Pass elements.`);
      return reshape(record(self, [reshape(x, [x.size])], [1], null, x.dtype), []);
    }
    const line = filledLine(name, x, dim),
      indices = placeOf(line, skipsNaN),
      shape = ofLines(line, keepdim);
    return { values: reshape(gather(line.x, line.d, indices), shape), indices: reshape(indices, shape) };
  }
  return median;
}
