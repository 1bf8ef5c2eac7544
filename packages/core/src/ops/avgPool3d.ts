/**
 * avgPool3d(x, kernelSize, { stride, padding, ceilMode, countIncludePad, divisorOverride }): the mean of a window that moves along the last three dimensions, by its own size
 * if no stride is given. Padding is zeros, which are counted unless countIncludePad is false.
 *
 * Shape    x: f[n, c, d, h, w] or f[c, d, h, w] → f[…, each dimension ⌊(size + 2·padding − kernelSize) / stride⌋ + 1], or ⌈…⌉ (ceilMode)
 * Method   sums in float64, divided and rounded once; the gradient is such a sum over the windows that see an element
 * Error    ½ ulp + 2⁻⁴¹·Σ|x| / n of float32; of float64 K·2⁻⁵³·Σ|x| / n of K elements
 * Source   PyTorch `nn.functional.avg_pool3d`
 */
import { type AvgPool, avgPooling } from "./avgPooling.js";
import { summing } from "./pooling.js";

export const avgPool3d: AvgPool = /* @__PURE__ */ avgPooling("avgPool3d", /* @__PURE__ */ summing("avgPool3d"), 3);
