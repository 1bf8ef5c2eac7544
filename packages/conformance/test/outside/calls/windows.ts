/** How PyTorch's convolutions and other ops on windows are called here. */
import * as k from "@evenkeel/core";
import { type Call, type Entry, rounded } from "../judge.js";

/** float32 in blocks of terms: the published bound of convolutions. */
const BLOCKS = 16;

/** PyTorch's names of options as ours; null stands for what is not given. */
const camel = (named: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(named)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()), value as unknown]),
  );
const convolve = (f: k.Convolve | k.ConvolveTransposed): Entry =>
  rounded(
    (([x, w, bias]: k.Tensor[], { weight, ...named }: { weight?: k.Tensor }) =>
      (f as k.Convolve)(x!, (w ?? weight)!, bias, camel(named))) as unknown as Call,
    BLOCKS,
  );

export const windows: Record<string, Entry> = {
  "nn.functional.conv1d": convolve(k.conv1d),
  "nn.functional.conv2d": convolve(k.conv2d),
  "nn.functional.conv_transpose1d": convolve(k.convTranspose1d),
  "nn.functional.conv_transpose2d": convolve(k.convTranspose2d),
};
