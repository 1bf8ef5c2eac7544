/**
 * instanceNorm(x, { runningMean, runningVar, weight, bias, useInputStats, momentum, eps }): each channel (dimension 1) of each element of the batch normalised over
 * the dimensions that follow, or by running statistics; times weight, plus bias, of each channel.
 *
 * Shape    x: f[N, C, …], all others: f[C] → f[N, C, …]
 * Method   that of layerNorm and batchNorm; running statistics, which must be parameters, move by the means over the batch of what each of its elements has
 * Error    that of layerNorm and batchNorm
 * Source   PyTorch `nn.functional.instance_norm`
 */
import { of, type Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import { show, sizeOf } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { affine, perChannel, shaped } from "./affine.js";
import { batchNorm } from "./batchNorm.js";
import { type Moments, tracking } from "./channels.js";
import { groupNorm } from "./groupNorm.js";
import type { LayerNormOptions } from "./layerNorm.js";
import { mean } from "./mean.js";
import { reshape } from "./reshape.js";
import { variance } from "./variance.js";

export interface InstanceNormOptions extends LayerNormOptions {
  readonly runningMean?: Operand | null;
  readonly runningVar?: Operand | null;
  readonly useInputStats?: boolean;
  readonly momentum?: number;
}
export function instanceNorm(input: Operand, options?: InstanceNormOptions): Tensor {
  const {
    runningMean = null,
    runningVar = null,
    weight,
    bias,
    useInputStats = true,
    momentum = 0.1,
    eps = 1e-5,
  } = optionsOf("instanceNorm", options, {
    runningMean: "",
    runningVar: "",
    weight: "",
    bias: "",
    useInputStats: "true or false",
    momentum: "a number or null",
    eps: "a number",
  });
  const x = of("instanceNorm", input);
  if (x.ndim < 2) throw new RangeError(`instanceNorm: x is ${show(x.shape)}, and has no channels. Give it two dimensions at least.`);
  const [n, channels] = x.shape as [number, number, ...number[]],
    own = (what: string, t: Operand | null | undefined): Tensor | null => shaped("instanceNorm", what, t, [channels], x);
  const [a, b] = [own("weight", weight), own("bias", bias)];
  own("runningMean", runningMean);
  own("runningVar", runningVar);
  if (!useInputStats) return batchNorm(x, runningMean, runningVar, { ...(weight && { weight }), ...(bias && { bias }), eps });
  const size = sizeOf(x.shape.slice(2));
  if (size === 1)
    throw new RangeError(
      `instanceNorm: x is ${show(x.shape)}, and one value a channel has no variance. Give more values a channel, or useInputStats: false.`,
    );
  const tracked = tracking("instanceNorm", runningMean, runningVar, momentum),
    here = (t: Tensor): Moments => {
      const rows = reshape(t, [n, channels, size]);
      return { mean: mean(mean(rows, 2), 0), variance: mean(variance(rows, 2), 0) };
    };
  return affine(x, () => tracked(x, channels ? groupNorm(x, channels, { eps }) : x, here), perChannel(a, x), perChannel(b, x));
}
