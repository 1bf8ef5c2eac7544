/** not an op: normalising each channel, dimension 1, over all other dimensions, or over those that follow, and the statistics that are kept of it. */
import { arithmeticOf } from "../dtype.js";
import type { Operand } from "../tensor/create.js";
import { follow } from "../plan/carried.js";
import { kindOf } from "../tensor/given.js";
import { sizeOf } from "../tensor/shape.js";
import { Parameter } from "../tensor/state.js";
import type { Tensor } from "../tensor/tensor.js";
import { cast } from "./cast.js";
import { cut } from "./cut.js";
import { overLast } from "./lastDims.js";
import { lerp } from "./lerp.js";
import { meanOver, standardisedOver, varianceOver } from "./moments.js";
import { floating, type Reduction } from "./reduction.js";
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
export interface Moments {
  readonly mean: Tensor;
  readonly variance: Tensor;
}
/** The means and the variances (divided by n − 1) of channels. @internal */
export function channelMoments(x: Tensor): Moments {
  const rows = byChannel(x);
  return { mean: overLast(rows, 1, meanOver), variance: overLast(rows, 1, (t, over) => varianceOver(t, over, 1)) };
}

/** A running statistic that moves, or none. */
function moving(name: string, what: string, given: Operand | null | undefined): Parameter | null {
  if (given === undefined || given === null || given instanceof Parameter) return given ?? null;
  throw new TypeError(
    `${name}: ${what} is ${kindOf(given)}, which stays as it is, and training moves it. Make it once by parameter(${what}, { requiresGrad: false }), or pass null.`,
  );
}
/**
 * What moves the running statistics towards those of x, which are of what a mean computes in, when a run computes what is normalised, or somebody asks for them;
 * it gives back what is normalised. Throws TypeError where they are no parameters. @internal
 */
export function tracking(
  name: string,
  runningMean: Operand | null | undefined,
  runningVar: Operand | null | undefined,
  momentum: number | null,
): (x: Tensor, normalised: Tensor, here: (x: Tensor) => Moments) => Tensor {
  const [m, v] = [moving(name, "runningMean", runningMean), moving(name, "runningVar", runningVar)];
  if (momentum === null)
    throw new TypeError(
      `${name}: momentum is null, for which there is no count of batches. Pass a number; 1 / n at the n-th batch makes the average of all.`,
    );
  return (x, normalised, here) => {
    if (!m && !v) return normalised;
    const { mean, variance } = here(cast(x, arithmeticOf(floating(x.dtype)))),
      moved = (p: Parameter, t: Tensor): Tensor => cut(cast(lerp(p, t, momentum), p.dtype));
    follow([...(m ? [[m, moved(m, mean)] as const] : []), ...(v ? [[v, moved(v, variance)] as const] : [])], normalised);
    return normalised;
  };
}
