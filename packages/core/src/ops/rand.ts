/**
 * rand(shape): uniform numbers in [0, 1).
 *
 * Shape    → f[…shape]
 * Method   Philox4x32-10; (word >>> 8)·2⁻²⁴, one word an element
 * Error    exact: each of the 2²⁴ multiples of 2⁻²⁴ has probability 2⁻²⁴; the mean is ½ − 2⁻²⁵
 * Source   PyTorch `rand`; Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"
 */
import type { RandomOptions } from "../random/generator.js";
import type { Shape } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { drawing, drawn } from "./drawing.js";

const randOp = /* @__PURE__ */ drawing("rand", () => ({ form: "uniform" }));

export const rand = (shape: Shape, options: RandomOptions = {}): Tensor => drawn(randOp, shape, options);
