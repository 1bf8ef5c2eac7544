/**
 * l1Loss(input, target, { reduction }): |x − t|. Its derivative where they are equal is 0.
 *
 * Shape    input, target: f[…], which broadcast → [], or their shape without a reduction
 * Method   one body
 * Error    each ½ ulp
 * Source   PyTorch `l1_loss`
 */
import { type Elementwise, elementwise, type Operand, type Tensor } from "@evenkeel/core";
import { optionsOf } from "@evenkeel/core/internal";
import * as w from "@evenkeel/core/words";
import { type Reduced, reduced, REDUCTION } from "./reduced.js";
import { signOf } from "./bodies.js";

const row: Elementwise<2> = /* @__PURE__ */ elementwise<2>("l1Loss", {
  body: (x, t) => w.abs(w.sub(x, t)),
  deriv: [(x, t) => signOf(w.sub(x, t)), (x, t) => signOf(w.sub(t, x))],
});

export function l1Loss(input: Operand, target: Operand, options?: Reduced): Tensor {
  const { reduction } = optionsOf("l1Loss", options, { reduction: REDUCTION });
  return reduced(row(input, target), reduction);
}
