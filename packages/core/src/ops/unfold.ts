/**
 * unfold(x, kernelSize, { dilation, padding, stride }): what windows of an image see, as columns. And unfold(x, dim, size, step): what a window along one
 * dimension sees, as a dimension behind all others.
 *
 * Shape    x: [n, c, h, w] or [c, h, w] → [n, c·k₁·k₂, windows]; x: […, n, …] → […, ⌊(n − size) / step⌋ + 1, …, size]
 * Method   picks by computed places; gradients are added where they come from
 * Error    exact
 * Source   PyTorch `nn.functional.unfold`, and `Tensor.unfold`
 */
import { of, type Operand } from "../tensor/create.js";
import { around, checkShape, dimension, show, sizeOf } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { add } from "./add.js";
import { arange } from "../tensor/range.js";
import { beside } from "./beside.js";
import { type Each, each } from "./convolution.js";
import { expand } from "./expand.js";
import { mul } from "./mul.js";
import { pad } from "./pad.js";
import { permute } from "./permute.js";
import { gathering, picked } from "./picking.js";
import { reshape } from "./reshape.js";
import { placesIn, sliding, type UnfoldOptions } from "./sliding.js";

const unfoldOp = /* @__PURE__ */ gathering("unfold");

export function unfold(x: Operand, kernelSize: Each, options?: UnfoldOptions): Tensor;
export function unfold(x: Operand, dim: number, size: number, step?: number): Tensor;
export function unfold(input: Operand, first: Each, second?: UnfoldOptions | number, step = 1): Tensor {
  const x = of("unfold", input);
  return beside([x], () => (typeof second === "number" ? line(x, first as number, second, step) : image(x, first, second)));
}

function image(x: Tensor, kernelSize: Each, options: UnfoldOptions | undefined): Tensor {
  if ((x.ndim !== 3 && x.ndim !== 4) || x.shape.slice(-3).includes(0))
    throw new RangeError(
      `unfold: x is ${show(x.shape)}. Give [channels, height, width], or a batch of them; and to one dimension a size and a step.`,
    );
  const w = sliding("unfold", x.shape.slice(-2), kernelSize, options),
    lead = x.shape.slice(0, -2),
    [rows, windows] = [sizeOf(lead), sizeOf(w.positions)],
    shape = checkShape("unfold", [...lead.slice(0, -1), lead.at(-1)! * sizeOf(w.kernel), windows]),
    [p1, p2] = w.padding as [number, number];
  const padded = reshape(pad(x, [p2, p2, p1, p1]), [rows, sizeOf(w.size), 1]);
  return reshape(picked(unfoldOp, padded, placesIn(w, rows)), shape);
}

function line(given: Tensor, dim: number, size: number, step: number): Tensor {
  const x = given.ndim ? given : reshape(given, [1]),
    d = dimension("unfold", dim, x.shape),
    n = x.shape[d]!;
  each("unfold", "size", size, 1, 0);
  each("unfold", "step", step, 1, 1);
  if (size > n) throw new RangeError(`unfold: a window of ${size} does not fit into dimension ${d} of ${show(given.shape)}. Make it smaller.`);
  const [outer, , inner] = around(x.shape, d),
    count = Math.floor((n - size) / step) + 1,
    column = reshape(mul(arange(count, { dtype: "int32" }), step), [count, 1]),
    places = reshape(add(column, arange(size, { dtype: "int32" })), [1, count * size, 1]),
    parts = reshape(picked(unfoldOp, reshape(x, [outer, n, inner]), expand(places, [outer, count * size, inner])), [outer, count, size, inner]);
  const rest = x.shape.slice(d + 1);
  return reshape(permute(parts, [0, 1, 3, 2]), given.ndim ? [...x.shape.slice(0, d), count, ...rest, size] : [size]);
}
