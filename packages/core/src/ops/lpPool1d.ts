/**
 * lpPool1d(x, normType, kernelSize, { stride, ceilMode }): (Σ |x|^p)^(1/p) of a window that moves along the last dimension, by its own size if no stride is given;
 * p is normType. A window that reaches beyond the end (ceilMode) counts for a whole one, as if what is not there were as what is.
 *
 * Shape    x: f[n, c, w] or f[c, w] → f[…, each dimension ⌊(size − kernelSize) / stride⌋ + 1], or ⌈…⌉ (ceilMode)
 * Method   windows are picked, and are vectors of vectorNorm
 * Error    that of norm; with ceilMode, windows that reach beyond: 2 roundings more
 * Source   PyTorch `nn.functional.lp_pool1d`, which sums x^p, and has NaN where a sum of odd powers is negative; here it is a norm, as in ONNX's LpPool
 */
import { type LpPool, lpPooling } from "./lpPooling.js";

export const lpPool1d: LpPool = /* @__PURE__ */ lpPooling("lpPool1d", 1);
