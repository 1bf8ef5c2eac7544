/** not an op: normalising each channel, dimension 1, over all other dimensions, or over those that follow, and the statistics that are kept of it. */
import type { Operand } from "../tensor/create.js";
import { sizeOf } from "../tensor/shape.js";
import { assign, Parameter } from "../tensor/state.js";
import type { Tensor } from "../tensor/tensor.js";
import { detach } from "./detach.js";
import { overLast } from "./lastDims.js";
import { lerp } from "./lerp.js";
import { meanOver, standardisedOver, varianceOver } from "./moments.js";
import type { Reduction } from "./reduction.js";
import { reshape } from "./reshape.js";
import { transpose } from "./transpose.js";

/** [C, everything else], of x [N, C, …]. @internal */
export function byChannel(x: Tensor): Tensor {
  const first = x.ndim > 1 ? transpose(x, 0, 1) : reshape(x, [x.size, 1]);
  return reshape(first, [first.shape[0]!, sizeOf(first.shape.slice(1))]);
}
const back = (y: Tensor, x: Tensor): Tensor => {
  if (x.ndim < 2) return reshape(y, x.shape);
  const [n, c, ...rest] = x.shape as [number, number, ...number[]];
  return transpose(reshape(y, [c, n, ...rest]), 0, 1);
};
/** Each channel with the mean and the variance of what is here. @internal */
export const standardisedChannels = (x: Tensor, eps: number): Tensor =>
  back(
    overLast(byChannel(x), 1, (t, over: Reduction) => standardisedOver(t, over, { eps })),
    x,
  );
/** The means and the variances (divided by n − 1) of channels. @internal */
export function channelMoments(x: Tensor): { readonly mean: Tensor; readonly variance: Tensor } {
  const rows = byChannel(x);
  return { mean: overLast(rows, 1, meanOver), variance: overLast(rows, 1, (t, over) => varianceOver(t, over, 1)) };
}

/** Moves the running statistics that are parameters towards those of here. @internal */
export function track(
  runningMean: Operand | null | undefined,
  runningVar: Operand | null | undefined,
  momentum: number,
  here: () => { readonly mean: Tensor; readonly variance: Tensor },
): void {
  if (!(runningMean instanceof Parameter) && !(runningVar instanceof Parameter)) return;
  const { mean, variance } = here(),
    moved = (p: Operand | null | undefined, t: Tensor): readonly (readonly [Parameter, Tensor])[] =>
      p instanceof Parameter ? [[p, detach(lerp(p, t, momentum))]] : [];
  assign([...moved(runningMean, mean), ...moved(runningVar, variance)]);
}
