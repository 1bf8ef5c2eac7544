/**
 * mseLoss(input, target, { reduction }): (x − t)².
 *
 * Shape    input, target: f[…], which broadcast → [], or their shape without a reduction
 * Method   one body
 * Error    each 0.501 ulp
 * Source   PyTorch `mse_loss`
 */
import { type Elementwise, elementwise, type Operand, type Tensor } from "@evenkeel/core";
import { optionsOf } from "@evenkeel/core/internal";
import * as w from "@evenkeel/core/words";
import { type Reduced, reduced, REDUCTION } from "./reduced.js";

const row: Elementwise<2> = /* @__PURE__ */ elementwise<2>("mseLoss", {
  body: (x, t) => w.mul(w.sub(x, t), w.sub(x, t)),
  deriv: [(x, t) => w.mul(2, w.sub(x, t)), (x, t) => w.mul(2, w.sub(t, x))],
});

export function mseLoss(input: Operand, target: Operand, options?: Reduced): Tensor {
  const { reduction } = optionsOf("mseLoss", options, { reduction: REDUCTION });
  return reduced(row(input, target), reduction);
}
