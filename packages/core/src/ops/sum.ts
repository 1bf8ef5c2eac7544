/**
 * sum(x, dim): Σ x over all elements, one dimension or several.
 *
 * Shape    x: f[…] → f[… without the dims], or with 1 in their place (keepdim)
 * Method   float64 sums in the order of order.ts, rounded once; a sum of nothing is 0
 * Error    ½ ulp + 2⁻⁴¹·Σ|x|
 * Source   PyTorch `sum`
 */
import { of, type Operand } from "../tensor/create.js";
import { dimension } from "../tensor/shape.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { expand } from "./expand.js";
import { op } from "./op.js";
import { permute } from "./permute.js";
import { reshape } from "./reshape.js";

/** Dimensions from … to−1 are reduced; the result has lost them. */
export interface Reduction {
  readonly from: number;
  readonly to: number;
}

const sumOp = op("sum", "reduce", {
  range: ([lo, hi]) => [lo < 0 ? -Infinity : 0, hi > 0 ? Infinity : 0],
  forms: {},
  vjp: (g, node) => {
    const x = node.inputs[0]!,
      { from, to } = node.attrs as Reduction;
    return [
      expand(
        reshape(
          g,
          x.shape.map((d, i) => (i >= from && i < to ? 1 : d)),
        ),
        x.shape,
      ),
    ];
  },
});

export function sum(input: Operand, dim?: number | readonly number[] | null, { keepdim = false } = {}): Tensor {
  const x = of("sum", input);
  if (x.dtype !== "float32") throw new TypeError(`sum: the operand is ${x.dtype}, and arithmetic takes float32. Pass float32 values.`);
  const given = dim === undefined || dim === null ? [] : typeof dim === "number" ? [dim] : dim,
    named = x.ndim ? given.map((d) => dimension("sum", d, x.shape)) : [],
    dims = named.length ? named.sort((a, b) => a - b) : x.shape.map((_, i) => i);
  if (new Set(dims).size < dims.length) throw new RangeError(`sum: dims [${given.join(", ")}] name a dimension twice. Name each once.`);
  const rest = x.shape.map((_, i) => i).filter((i) => !dims.includes(i)),
    together = dims.every((d, i) => d === dims[0]! + i);
  const y = !dims.length
    ? x
    : together
      ? reduceSum(x, dims[0]!, dims[0]! + dims.length)
      : reduceSum(permute(x, [...rest, ...dims]), rest.length, x.ndim);
  return keepdim
    ? reshape(
        y,
        x.shape.map((d, i) => (dims.includes(i) ? 1 : d)),
      )
    : y;
}

const reduceSum = (x: Tensor, from: number, to: number): Tensor =>
  record(sumOp, [x], [...x.shape.slice(0, from), ...x.shape.slice(to)], { from, to });
