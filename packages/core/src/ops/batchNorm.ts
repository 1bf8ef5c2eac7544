/**
 * batchNorm(x, runningMean, runningVar, { weight, bias, training, momentum, eps }): each channel (dimension 1) normalised over all other dimensions, by what is
 * there (training) or by the running statistics; times weight, plus bias.
 *
 * Shape    x: f[N, C, …], all others: f[C] → f[N, C, …]
 * Method   that of layerNorm; with running statistics one body. In training, running statistics, which must be parameters, become
 *          (1 − momentum)·running + momentum·here, with the variance divided by n − 1: computed by the run that computes y, or by the first that needs them
 * Error    that of layerNorm; with running statistics 0.501 ulp + 4·2⁻²⁴·(|y·weight| + |bias|)
 * Source   PyTorch `nn.functional.batch_norm`
 */
import { of, type Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import { show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { affine, normalisedBy, perChannel, shaped } from "./affine.js";
import { channelMoments, standardisedChannels, tracking } from "./channels.js";
import type { LayerNormOptions } from "./layerNorm.js";

export interface BatchNormOptions extends LayerNormOptions {
  readonly training?: boolean;
  readonly momentum?: number;
}
export function batchNorm(input: Operand, runningMean: Operand | null, runningVar: Operand | null, options?: BatchNormOptions): Tensor {
  const {
    weight,
    bias,
    training = false,
    momentum = 0.1,
    eps = 1e-5,
  } = optionsOf("batchNorm", options, { weight: "", bias: "", training: "true or false", momentum: "a number or null", eps: "a number" });
  const x = of("batchNorm", input);
  if (x.ndim < 1) throw new RangeError(`batchNorm: x is ${show(x.shape)}, and has no channels. Give it two dimensions at least.`);
  const channels = [x.ndim > 1 ? x.shape[1]! : x.shape[0]!],
    own = (what: string, t: Operand | null | undefined): Tensor | null => shaped("batchNorm", what, t, channels, x);
  const [mean, variance, a, b] = [own("runningMean", runningMean), own("runningVar", runningVar), own("weight", weight), own("bias", bias)],
    [scale, shift] = [perChannel(a, x), perChannel(b, x)];
  if (!training) {
    if (!mean || !variance)
      throw new TypeError("batchNorm: there are no running statistics to normalise by. Give runningMean and runningVar, or { training: true }.");
    return affine(x, () => normalisedBy(x, perChannel(mean, x)!, perChannel(variance, x)!, eps), scale, shift);
  }
  if (x.size && x.size === channels[0]! && x.ndim > 1)
    throw new RangeError(
      `batchNorm: x is ${show(x.shape)}, and one value a channel has no variance. Train on more values a channel, or use running statistics.`,
    );
  const tracked = tracking("batchNorm", runningMean, runningVar, momentum);
  return affine(x, () => tracked(x, standardisedChannels(x, eps), channelMoments), scale, shift);
}
