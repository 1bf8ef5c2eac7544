/**
 * randperm(n, { dtype }): the numbers 0 … n − 1 in random order, each order as likely as the others.
 *
 * Shape    → int32[n], or of any type that holds them all
 * Method   a stable argsort of words of Philox4x32-10, one an element
 * Error    exact; as likely but for equal words, whose elements keep their order: there are any with a probability below n²·2⁻³³
 * Source   PyTorch `randperm`
 */
import type { Tensor } from "../tensor/tensor.js";
import { argsort } from "./argsort.js";
import { cast } from "./cast.js";
import { drawing, drawn, type DrawOptions, drawOptionsOf, wholeNumbers } from "./drawing.js";

const wordOp = /* @__PURE__ */ drawing("randperm", () => ({ form: "bits" }));

export function randperm(n: number, given?: DrawOptions): Tensor {
  const options = drawOptionsOf("randperm", given);
  const { dtype = "int32" } = options,
    [, end] = wholeNumbers("randperm", dtype);
  if (n > end) throw new RangeError(`randperm: ${n} numbers leave ${dtype}. Use at most ${end}, or a wider type.`);
  return cast(argsort(drawn(wordOp, [n], options, {}, "int32"), 0), dtype);
}
