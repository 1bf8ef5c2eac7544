/**
 * maxUnpool2d(x, indices, kernelSize, { stride, padding, outputSize }): zeros, and the elements of x where maxPool2d found them, in the order of x.
 *
 * Shape    x, indices (int32): [n, c, h, w] or [c, h, w] → […, each dimension (size − 1)·stride − 2·padding + kernelSize], or outputSize
 * Method   copies: the last of equal indices stays. A gradient goes to each x by its index, to all of equal ones, as windows that overlap have equal x there
 * Error    exact; an index outside is a RangeError
 * Source   PyTorch `nn.functional.max_unpool2d`
 */
import { type MaxUnpool, maxUnpooling } from "./maxUnpooling.js";

export const maxUnpool2d: MaxUnpool = /* @__PURE__ */ maxUnpooling("maxUnpool2d", 2);
