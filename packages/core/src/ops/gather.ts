/**
 * gather(x, dim, index): out[…, j, …] = x[…, index[…, j, …], …] along `dim`.
 *
 * Shape    x: […], index: int32 of x's sizes but along dim → index's shape
 * Method   copies; whole rows at once where the index repeats along them
 * Error    exact; an index outside 0 … size−1 is a RangeError, at the call for host data, else at the read
 * Source   PyTorch `gather`
 */
import { of, type Operand, zeros } from "../tensor/create.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { dense } from "./contiguous.js";
import { indexAlong, type Loop } from "./indexing.js";
import { op } from "./op.js";
import { reshape } from "./reshape.js";
import { scatterAdd } from "./scatterAdd.js";

const gatherOp = op("gather", "direct", {
  request: (node, [input, index], output) => ({
    kind: "gather",
    dtype: node.dtype,
    shape: node.shape as Loop,
    size: node.inputs[0]!.shape[1]!,
    input: input!,
    index: index!,
    output,
  }),
  again: (node, [x, index]) => record(gatherOp, [dense(x!), index!], node.shape, null, node.dtype),
  range: (x) => x!,
  vjp: (g, { inputs: [x, index] }) => [scatterAdd(zeros(x!.shape, { dtype: g.dtype }), 1, index!, g), null],
});

export function gather(input: Operand, dim: number, index: Operand): Tensor {
  const x = of("gather", input),
    i = of("gather", index),
    at = indexAlong("gather", x.shape, dim, i);
  return reshape(record(gatherOp, [dense(reshape(x, at.axes)), reshape(i, at.loop)], at.loop, null, x.dtype), i.shape);
}
