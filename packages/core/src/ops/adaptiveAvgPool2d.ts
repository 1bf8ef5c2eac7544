/**
 * adaptiveAvgPool2d(x, outputSize): the mean of each of outputSize windows, as even as can be, along the last two dimensions; null keeps a size.
 *
 * Shape    x: f[n, c, h, w] or f[c, h, w] → f[…, outputSize]; window i goes from ⌊i·size / outputSize⌋ to ⌈(i + 1)·size / outputSize⌉
 * Method   sums in float64, divided and rounded once; one window is `mean`
 * Error    ½ ulp + 2⁻⁴¹·Σ|x| / n of float32; of float64 K·2⁻⁵³·Σ|x| / n of K elements
 * Source   PyTorch `nn.functional.adaptive_avg_pool2d`
 */
import { type AdaptiveAvgPool, adaptiveAvgPooling } from "./avgPooling.js";
import { summing } from "./pooling.js";

export const adaptiveAvgPool2d: AdaptiveAvgPool = /* @__PURE__ */ adaptiveAvgPooling(
  "adaptiveAvgPool2d",
  /* @__PURE__ */ summing("adaptiveAvgPool2d"),
  2,
);
