/**
 * adaptiveAvgPool3d(x, outputSize): the mean of each of outputSize windows, as even as can be, along the last three dimensions; null keeps a size.
 *
 * Shape    x: f[n, c, d, h, w] or f[c, d, h, w] → f[…, outputSize]; window i goes from ⌊i·size / outputSize⌋ to ⌈(i + 1)·size / outputSize⌉
 * Method   sums in float64, divided and rounded once; one window is `mean`
 * Error    ½ ulp + 2⁻⁴¹·Σ|x| / n of float32; of float64 K·2⁻⁵³·Σ|x| / n of K elements
 * Source   PyTorch `nn.functional.adaptive_avg_pool3d`
 */
import { type AdaptiveAvgPool, adaptiveAvgPooling } from "./avgPooling.js";
import { summing } from "./pooling.js";

export const adaptiveAvgPool3d: AdaptiveAvgPool = /* @__PURE__ */ adaptiveAvgPooling(
  "adaptiveAvgPool3d",
  /* @__PURE__ */ summing("adaptiveAvgPool3d"),
  3,
);
