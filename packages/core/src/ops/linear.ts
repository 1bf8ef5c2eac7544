/**
 * linear(x, weight, bias) = x·weightᵀ + bias.
 *
 * Shape    x: […, in], weight: [out, in] or [in], bias: [out] or [], of one type → […, out] or […]
 * Method   matmul, all leading dimensions as rows of one matrix, then add
 * Error    that of matmul, and ½ ulp
 * Source   PyTorch `nn.functional.linear`
 */
import type { Operand } from "../tensor/create.js";
import { sizeOf, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { sumOf, together } from "./added.js";
import { inner, matrices } from "./contraction.js";
import { reshape } from "./reshape.js";
import { transpose } from "./transpose.js";

export const linear = (input: Operand, weight: Operand, bias?: Operand | null): Tensor =>
  together("linear", [input, weight, ...(bias === undefined || bias === null ? [] : [bias])], ([x, rows, added]) => {
    const y = product(x!, rows!);
    return added ? sumOf("linear", added, y) : y;
  });

function product(x: Tensor, weight: Tensor): Tensor {
  if (!x.ndim || weight.ndim < 1 || weight.ndim > 2)
    throw new RangeError(`linear: x is ${show(x.shape)} and the weight ${show(weight.shape)}. Give x […, in] and the weight [out, in] or [in].`);
  const k = x.shape.at(-1)!,
    lead = x.shape.slice(0, -1),
    rows = weight.ndim === 1 ? reshape(weight, [1, weight.size]) : weight;
  if (k !== rows.shape[1]) throw inner("linear", x, weight, k, rows.shape[1]!);
  const y = matrices("linear", reshape(x, [sizeOf(lead), k]), transpose(rows, 0, 1));
  return reshape(y, weight.ndim === 1 ? lead : [...lead, rows.shape[0]!]);
}
