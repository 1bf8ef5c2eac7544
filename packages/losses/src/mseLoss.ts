/**
 * mseLoss(input, target, { reduction }): (x − t)².
 *
 * Shape    input, target: f[…], which broadcast → [], or their shape without a reduction
 * Method   one body
 * Error    each 0.501 ulp
 * Source   PyTorch `mse_loss`
 */
import { type Elementwise, elementwise, type Operand, type Tensor } from "@evenkeel/core";
import * as w from "@evenkeel/core/words";
import { type Reduced, reduced } from "./reduced.js";

const row: Elementwise<2> = /* @__PURE__ */ elementwise<2>("mseLoss", {
  body: (x, t) => w.mul(w.sub(x, t), w.sub(x, t)),
  deriv: [(x, t) => w.mul(2, w.sub(x, t)), (x, t) => w.mul(2, w.sub(t, x))],
});

export const mseLoss = (input: Operand, target: Operand, { reduction }: Reduced = {}): Tensor => reduced("mseLoss", row(input, target), reduction);
