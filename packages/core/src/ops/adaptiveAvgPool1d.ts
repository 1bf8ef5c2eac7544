/**
 * adaptiveAvgPool1d(x, outputSize): the mean of each of outputSize windows, as even as can be, along the last dimension; null keeps a size.
 *
 * Shape    x: f[n, c, l] or f[c, l] → f[…, outputSize]; window i goes from ⌊i·size / outputSize⌋ to ⌈(i + 1)·size / outputSize⌉
 * Method   sums in float64, divided and rounded once; one window is `mean`
 * Error    ½ ulp + 2⁻⁴¹·Σ|x| / n of float32; of float64 K·2⁻⁵³·Σ|x| / n of K elements
 * Source   PyTorch `nn.functional.adaptive_avg_pool1d`
 */
import { type AdaptiveAvgPool, adaptiveAvgPooling } from "./avgPooling.js";
import { summing } from "./pooling.js";

export const adaptiveAvgPool1d: AdaptiveAvgPool = /* @__PURE__ */ adaptiveAvgPooling(
  "adaptiveAvgPool1d",
  /* @__PURE__ */ summing("adaptiveAvgPool1d"),
  1,
);
