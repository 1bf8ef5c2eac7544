/**
 * glu(x, dim): a·σ(b), a and b being the first and the second half of x along a dimension.
 *
 * Shape    x: f[…, 2n, …] → f[…, n, …]
 * Method   one body
 * Error    0.501 ulp; its derivatives too, but of the larger where that by b crosses 0
 * Source   PyTorch `nn.functional.glu`
 */
import * as w from "../scalar/words.js";
import { of, type Operand } from "../tensor/create.js";
import { dimension, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { narrow } from "./narrow.js";
import { elementwise } from "./row.js";
import { sigmoid } from "./sigmoid.js";

const gated = /* @__PURE__ */ elementwise<2>("glu", {
  body: (a, b) => w.mul(a, sigmoid(b)),
  deriv: [(_, b) => sigmoid(b), (a, b) => w.mul(a, w.mul(sigmoid(b), sigmoid(w.neg(b))))],
});

export function glu(input: Operand, dim = -1): Tensor {
  const x = of("glu", input);
  if (!x.ndim) throw new RangeError(`glu: x has no dimension to halve. Give it one.`);
  const d = dimension("glu", dim, x.shape),
    half = x.shape[d]! / 2;
  if (half % 1) throw new RangeError(`glu: dimension ${d} of ${show(x.shape)} has no two halves. Give it an even size.`);
  return gated(narrow(x, d, 0, half), narrow(x, d, half, half));
}
