/**
 * conv1d(x, weight, bias, { stride, padding, dilation, groups }): Σ x·weight over the channels and over a window that moves along the last dimension, + bias.
 * Padding is a number, one a dimension, "same" or "valid". Without a bias the options may stand in its place.
 *
 * Shape    x: f[n, c, l] or f[c, l], weight: f[o, c / groups, k], bias: f[o] → f[n, o, …], each dimension ⌊(size + 2·padding − dilation·(k − 1) − 1) / stride⌋ + 1
 * Method   in the type of the operands, in blocks of at most 256 terms; both gradients are such sums too
 * Error    |err| ≤ (min(K, 256) + ⌈K/256⌉)·u·Σ|terms| of K = c / groups · k terms (of float64 ⌈K/240⌉), and ½ ulp of the bias's addition
 * Source   PyTorch `nn.functional.conv1d`
 */
import { type Convolve, convolving } from "./convolution.js";
import { correlating } from "./correlation.js";

export const conv1d: Convolve = /* @__PURE__ */ convolving("conv1d", /* @__PURE__ */ correlating("conv1d"), 1);
