/**
 * fold(x, outputSize, kernelSize, { dilation, padding, stride }): an image of what windows saw, added where they overlap: the transpose of unfold.
 *
 * Shape    x: f[n, c·k₁·k₂, windows] or f[c·k₁·k₂, windows] → f[n, c, …outputSize]
 * Method   sums in float64, in the order of the window's elements, rounded once
 * Error    ½ ulp + 2⁻⁴¹·Σ|terms|
 * Source   PyTorch `nn.functional.fold`
 */
import { number, of, type Operand } from "../tensor/create.js";
import { checkShape, show, sizeOf } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { beside } from "./beside.js";
import { type Each, each } from "./convolution.js";
import { pad } from "./pad.js";
import { added, adding } from "./picking.js";
import { reshape } from "./reshape.js";
import { placesIn, sliding, type UnfoldOptions } from "./sliding.js";

const foldOp = /* @__PURE__ */ adding("fold");

export function fold(input: Operand, outputSize: Each, kernelSize: Each, options?: UnfoldOptions): Tensor {
  const x = of("fold", input),
    size = each("fold", "outputSize", outputSize, 2, 1);
  if (x.ndim !== 2 && x.ndim !== 3)
    throw new RangeError(`fold: x is ${show(x.shape)}. Give [channels · elements of a window, windows], or a batch of them.`);
  const w = sliding("fold", size, kernelSize, options),
    elements = sizeOf(w.kernel),
    [parts, windows] = x.shape.slice(-2) as [number, number];
  if (parts % elements || windows !== sizeOf(w.positions))
    throw new RangeError(
      `fold: x is ${show(x.shape)}, and there are ${sizeOf(w.positions)} windows of ${elements} elements in ${show(size)}. Give […, a multiple of ${elements}, ${sizeOf(w.positions)}].`,
    );
  const lead = [...x.shape.slice(0, -2), parts / elements],
    rows = sizeOf(lead),
    [p1, p2] = w.padding as [number, number];
  checkShape("fold", [...lead, ...w.size]);
  return beside([x], () => {
    const all = added(foldOp, number(0, x.dtype), sizeOf(w.size), placesIn(w, rows), reshape(x, [rows, elements * windows, 1]));
    return pad(reshape(all, [...lead, ...w.size]), [-p2, -p2, -p1, -p1]);
  });
}
