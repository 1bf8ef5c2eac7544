/** How PyTorch's convolutions and other ops on windows are called here. */
import * as k from "@evenkeel/core";
import { type Call, type Entry, moved, rounded } from "../judge.js";
import { camel } from "../samples.js";
import { BLOCKS } from "./arguments.js";

const convolve = (f: k.Convolve | k.ConvolveTransposed): Entry =>
  rounded(
    (([x, w, bias]: k.Tensor[], { weight, ...named }: { weight?: k.Tensor }) =>
      (f as k.Convolve)(x!, (w ?? weight)!, bias, camel(named))) as unknown as Call,
    BLOCKS,
  );

type Pool = (x: k.Tensor, size: unknown, options: object) => k.Tensor | { values: k.Tensor; indices: k.Tensor };
const taken = (found: ReturnType<Pool>): k.Tensor | k.Tensor[] => ("values" in found ? [found.values, found.indices] : found);
/** Of the greatest values are equal; gradients are sums. */
const greatest = (f: k.MaxPool): Entry =>
  moved((([x]: k.Tensor[], { kernel_size, ...named }: Record<string, unknown>) =>
    taken((f as unknown as Pool)(x!, kernel_size, camel(named)))) as unknown as Call);
const adaptive = (f: k.AdaptiveMaxPool): Entry =>
  moved((([x, size, returnIndices]: [k.Tensor, unknown, boolean?]) => taken((f as unknown as Pool)(x, size, { returnIndices }))) as unknown as Call);
const averaged = (f: k.AvgPool): Entry =>
  rounded(((
    [x, size, stride, padding, ceilMode, countIncludePad, divisorOverride]: [k.Tensor, ...unknown[]],
    { kernel_size, ...named }: Record<string, unknown>,
  ) =>
    (f as unknown as Pool)(x, size ?? kernel_size, {
      stride,
      padding,
      ceilMode,
      countIncludePad,
      divisorOverride,
      ...camel(named),
    })) as unknown as Call);
const even = (f: k.AdaptiveAvgPool): Entry => rounded(([x, size]) => f(x!, size!));
const put = (f: k.MaxUnpool): Entry =>
  moved((([x, index]: k.Tensor[], { kernel_size, ...named }: Record<string, unknown>) =>
    f(x!, index!, kernel_size as number, camel(named))) as unknown as Call);

const scaled = (mode: k.InterpolateMode, entry = rounded): Entry =>
  entry((([x, size, scaleFactor, , alignCorners]: [k.Tensor, ...unknown[]], named: object) =>
    k.interpolate(x, { mode, size, scaleFactor, alignCorners, ...camel(named) } as k.InterpolateOptions)) as unknown as Call);

export const windows: Record<string, Entry> = {
  "nn.functional.conv1d": convolve(k.conv1d),
  "nn.functional.conv2d": convolve(k.conv2d),
  "nn.functional.max_pool1d": greatest(k.maxPool1d),
  "nn.functional.max_pool2d": greatest(k.maxPool2d),
  "nn.functional.max_pool3d": greatest(k.maxPool3d),
  "nn.functional.adaptive_max_pool2d": adaptive(k.adaptiveMaxPool2d),
  "nn.functional.adaptive_avg_pool3d": even(k.adaptiveAvgPool3d),
  "nn.functional.avg_pool1d": averaged(k.avgPool1d),
  "nn.functional.avg_pool2d": averaged(k.avgPool2d),
  "nn.functional.avg_pool3d": averaged(k.avgPool3d),
  "nn.functional.max_unpool1d": put(k.maxUnpool1d),
  "nn.functional.max_unpool2d": put(k.maxUnpool2d),
  "nn.functional.max_unpool2d.grad": put(k.maxUnpool2d),
  "nn.functional.max_unpool3d": put(k.maxUnpool3d),
  "nn.functional.interpolate.area": scaled("area"),
  "nn.functional.interpolate.nearest": scaled("nearest", moved),
  "nn.functional.upsample_bilinear": rounded((([x]: k.Tensor[], named: object) =>
    k.interpolate(x!, { mode: "bilinear", alignCorners: true, ...camel(named) })) as unknown as Call),
  "nn.functional.upsample_nearest": scaled("nearest", moved),
  "nn.functional.local_response_norm": rounded(([x, size], { alpha, beta, k: base }) =>
    k.localResponseNorm(x!, size!, { alpha: alpha ?? 1e-4, beta: beta ?? 0.75, k: base ?? 1 }),
  ),
  unfold: moved(([x, dim, size, step]) => k.unfold(x!, +dim!, +size!, +step!)),
  "nn.functional.conv_transpose1d": convolve(k.convTranspose1d),
  "nn.functional.conv_transpose2d": convolve(k.convTranspose2d),
};
