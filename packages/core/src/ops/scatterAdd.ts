/**
 * scatterAdd(x, dim, index, source): x, and at […, index[…, j, …], …] along `dim` the sum of x and every source[…, j, …] that names it.
 *
 * Shape    x: […], index: int32 of x's sizes but along dim, source: of x's type and index's shape → x's shape
 * Method   float64 sums in the order of j, rounded once: the same bits on every run; whole numbers wrap around
 * Error    ½ ulp + 2⁻⁴¹·Σ|terms|; an index outside 0 … size−1 is a RangeError
 * Source   PyTorch `scatter_add`
 */
import { numberIn, of, type Operand } from "../tensor/create.js";
import { sameShape, show } from "../tensor/shape.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { computed, oneType } from "./computed.js";
import { dense } from "./contiguous.js";
import { gather } from "./gather.js";
import { indexAlong } from "./indexing.js";
import { op } from "./op.js";
import { reshape } from "./reshape.js";
import { to } from "./to.js";

const scatterOp = op("scatterAdd", "direct", {
  request: ({ shape, inputs }, views, output) => {
    const [index, source, base = null] = views,
      [outer, count, inner] = inputs[1]!.shape as [number, number, number];
    return { kind: "scatter", dtype: inputs[1]!.dtype, shape: [outer, count, inner], size: shape[1]!, base, index: index!, source: source!, output };
  },
  again: (node, [index, source, ...base]) => record(scatterOp, [index!, dense(source!), ...base.map(dense)], node.shape, null, node.dtype),
  vjp: (g, { inputs: [index, source, base] }) => [
    null,
    source!.requiresGrad ? gather(g, 1, index!) : null,
    ...(base ? [base.requiresGrad ? g : null] : []),
  ],
});

export function scatterAdd(input: Operand, dim: number, index: Operand, source: Operand): Tensor {
  const x = of("scatterAdd", input),
    i = of("scatterAdd", index),
    s = of("scatterAdd", source),
    at = indexAlong("scatterAdd", x.shape, dim, i);
  const dtype = oneType("scatterAdd", x, s);
  if (!sameShape(s.shape, i.shape))
    throw new RangeError(`scatterAdd: source ${show(s.shape)} and index ${show(i.shape)} differ. Give one source element for each index.`);
  return computed(dtype, (type) => {
    const base = numberIn(x) === 0 ? [] : [dense(reshape(to(x, type), at.axes))];
    return reshape(record(scatterOp, [reshape(i, at.loop), dense(reshape(to(s, type), at.loop)), ...base], at.axes, null, type), x.shape);
  });
}
