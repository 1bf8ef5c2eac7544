/**
 * maxPool1d(x, kernelSize, { stride, padding, dilation, ceilMode, returnIndices }): the greatest element of a window that moves along the last dimension, by its own size
 * if no stride is given. Padding is none of the elements. With returnIndices { values, indices }.
 *
 * Shape    x: [n, c, l] or [c, l] → […, each dimension ⌊(size + 2·padding − dilation·(kernelSize − 1) − 1) / stride⌋ + 1], or ⌈…⌉ (ceilMode)
 * Method   where the greatest is, and then what is there; its gradient goes to the first of equal ones
 * Error    exact; NaN if one is seen
 * Source   PyTorch `nn.functional.max_pool1d`
 */
import { type MaxPool, maxPooling } from "./maxPooling.js";
import { pickingFrom } from "./pooling.js";

export const maxPool1d: MaxPool = /* @__PURE__ */ maxPooling("maxPool1d", /* @__PURE__ */ pickingFrom("maxPool1d"), 1);
