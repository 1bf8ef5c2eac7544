/**
 * adaptiveMaxPool1d(x, outputSize, { returnIndices }): the greatest element of each of outputSize windows, as even as can be, along the last dimension; null keeps a size.
 *
 * Shape    x: [n, c, l] or [c, l] → […, outputSize]; window i goes from ⌊i·size / outputSize⌋ to ⌈(i + 1)·size / outputSize⌉
 * Method   where the greatest is, and then what is there; its gradient goes to the first of equal ones
 * Error    exact; NaN if one is seen
 * Source   PyTorch `nn.functional.adaptive_max_pool1d`
 */
import { type AdaptiveMaxPool, adaptiveMaxPooling } from "./maxPooling.js";
import { pickingFrom } from "./pooling.js";

export const adaptiveMaxPool1d: AdaptiveMaxPool = /* @__PURE__ */ adaptiveMaxPooling(
  "adaptiveMaxPool1d",
  /* @__PURE__ */ pickingFrom("adaptiveMaxPool1d"),
  1,
);
