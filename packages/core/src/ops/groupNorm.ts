/**
 * groupNorm(x, groups, { weight, bias, eps }): channels (dimension 1) in groups, each normalised with all that follows as in layerNorm; times weight, plus bias, of
 * each channel.
 *
 * Shape    x: f[N, C, …], weight, bias: f[C] → f[N, C, …]; groups divide C
 * Method   that of layerNorm
 * Error    that of layerNorm
 * Source   PyTorch `nn.functional.group_norm`
 */
import { of, type Operand } from "../tensor/create.js";
import { noSuch, written } from "../tensor/given.js";
import { optionsOf } from "../tensor/options.js";
import { show, sizeOf } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { affine, perChannel, shaped } from "./affine.js";
import { overLast } from "./lastDims.js";
import type { LayerNormOptions } from "./layerNorm.js";
import { standardisedOver } from "./moments.js";
import { reshape } from "./reshape.js";

export function groupNorm(input: Operand, groups: number, options?: LayerNormOptions): Tensor {
  const { weight, bias, eps = 1e-5 } = optionsOf("groupNorm", options, { weight: "", bias: "", eps: "a number" });
  const x = of("groupNorm", input);
  if (x.ndim < 2) throw new RangeError(`groupNorm: x is ${show(x.shape)}, and has no channels. Give it two dimensions at least.`);
  const [n, channels] = x.shape as [number, number, ...number[]];
  if (!Number.isInteger(groups) || groups < 1 || channels % groups)
    throw noSuch(groups, `groupNorm: ${written(groups)} groups of ${channels} channels are not equal. Use a number that divides ${channels}.`);
  const [a, b] = [shaped("groupNorm", "weight", weight, [channels], x), shaped("groupNorm", "bias", bias, [channels], x)],
    rows = reshape(x, [n, groups, sizeOf([channels / groups, ...x.shape.slice(2)])]);
  const normalised = (): Tensor =>
    reshape(
      overLast(rows, 1, (t, over) => standardisedOver(t, over, { eps })),
      x.shape,
    );
  return affine(x, normalised, perChannel(a, x), perChannel(b, x));
}
