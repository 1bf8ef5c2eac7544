/**
 * randperm(n): the numbers 0 … n − 1 in random order, each order as likely as the others.
 *
 * Shape    → int32[n]
 * Method   a stable argsort of words of Philox4x32-10, one an element
 * Error    exact; as likely but for equal words, whose elements keep their order: there are any with a probability below n²·2⁻³³
 * Source   PyTorch `randperm`
 */
import type { RandomOptions } from "../random/generator.js";
import type { Tensor } from "../tensor/tensor.js";
import { argsort } from "./argsort.js";
import { drawing, drawn } from "./drawing.js";

const wordOp = /* @__PURE__ */ drawing("randperm", () => ({ form: "bits" }));

export const randperm = (n: number, options: RandomOptions = {}): Tensor => argsort(drawn(wordOp, [n], options, {}, "int32"), 0);
