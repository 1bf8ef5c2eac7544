/**
 * convTranspose1d(x, weight, bias, { stride, padding, outputPadding, dilation, groups }): the transpose of conv1d, which is its gradient by x: every element of x
 * adds its multiple of the weight to a window that moves by the stride; + bias.
 *
 * Shape    x: f[n, c, l] or f[c, l], weight: f[c, o / groups, k], bias: f[o] → f[n, o, …], each dimension (size − 1)·stride − 2·padding + dilation·(k − 1) + outputPadding + 1
 * Method   conv1d of x with zeros around it and the weight from behind; of a stride, one for each set of results that meet the same weights
 * Error    |err| ≤ (min(K, 256) + ⌈K/256⌉)·u·Σ|terms| of K = c / groups · k terms (of float64 ⌈K/240⌉), and ½ ulp of the bias's addition
 * Source   PyTorch `nn.functional.conv_transpose1d`
 */
import { type ConvolveTransposed, convolvingTransposed } from "./convolution.js";
import { correlating } from "./correlation.js";

export const convTranspose1d: ConvolveTransposed = /* @__PURE__ */ convolvingTransposed(
  "convTranspose1d",
  /* @__PURE__ */ correlating("convTranspose1d"),
  1,
);
