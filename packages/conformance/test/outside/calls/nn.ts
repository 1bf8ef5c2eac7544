/** How PyTorch's operators of neural networks are called here: convolutions, pooling, normalisation, losses. */
import * as k from "@evenkeel/core";
import { type Entry, rounded } from "../judge.js";
import { camel } from "../samples.js";

type T = k.Tensor;
/** float32 in blocks of 256: the published bound of convolutions, as of matmul. */
const BLOCKS = 16;
const convolution = (op: (x: T, weight: T, bias: T | null, options: object) => T): Entry =>
  rounded(([x, w, bias], { weight, ...named }) => op(x!, w ?? weight!, bias ?? null, camel(named)), BLOCKS);

export const nn: Record<string, Entry> = {
  "nn.functional.conv1d": convolution(k.conv1d),
  "nn.functional.conv2d": convolution(k.conv2d),
  "nn.functional.conv_transpose1d": convolution(k.convTranspose1d),
  "nn.functional.conv_transpose2d": convolution(k.convTranspose2d),
};
