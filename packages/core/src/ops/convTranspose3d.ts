/**
 * convTranspose3d(x, weight, bias, { stride, padding, outputPadding, dilation, groups }): the transpose of conv3d, which is its gradient by x: every element of x
 * adds its multiple of the weight to a window that moves by the stride; + bias.
 *
 * Shape    x: f[n, c, d, h, w] or f[c, d, h, w], weight: f[c, o / groups, k₁, k₂, k₃], bias: f[o] → f[n, o, …], each dimension (size − 1)·stride − 2·padding + dilation·(k − 1) + outputPadding + 1
 * Method   conv3d of x with zeros around it and the weight from behind; of a stride, one for each set of results that meet the same weights
 * Error    |err| ≤ (min(K, 256) + ⌈K/256⌉)·u·Σ|terms| of K = c / groups · k₁·k₂·k₃ terms (of float64 ⌈K/240⌉), and ½ ulp of the bias's addition
 * Source   PyTorch `nn.functional.conv_transpose3d`
 */
import { type ConvolveTransposed, convolvingTransposed } from "./convolution.js";
import { correlating } from "./correlation.js";

export const convTranspose3d: ConvolveTransposed = /* @__PURE__ */ convolvingTransposed(
  "convTranspose3d",
  /* @__PURE__ */ correlating("convTranspose3d"),
  3,
);
