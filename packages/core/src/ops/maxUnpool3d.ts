/**
 * maxUnpool3d(x, indices, kernelSize, { stride, padding, outputSize }): zeros, and the elements of x where maxPool3d found them, in the order of x.
 *
 * Shape    x, indices (int32): [n, c, d, h, w] or [c, d, h, w] → […, each dimension (size − 1)·stride − 2·padding + kernelSize], or outputSize
 * Method   copies: the last of equal indices stays. A gradient goes to each x by its index, to all of equal ones, as windows that overlap have equal x there
 * Error    exact; an index outside is a RangeError
 * Source   PyTorch `nn.functional.max_unpool3d`
 */
import { type MaxUnpool, maxUnpooling } from "./maxUnpooling.js";

export const maxUnpool3d: MaxUnpool = /* @__PURE__ */ maxUnpooling("maxUnpool3d", 3);
