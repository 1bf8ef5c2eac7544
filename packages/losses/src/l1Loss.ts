/**
 * l1Loss(input, target, { reduction }): |x − t|. Its derivative where they are equal is 0.
 *
 * Shape    input, target: f[…], which broadcast → [], or their shape without a reduction
 * Method   one body
 * Error    each ½ ulp
 * Source   PyTorch `l1_loss`
 */
import { type Elementwise, elementwise, type Operand, type Tensor } from "@evenkeel/core";
import * as w from "@evenkeel/core/words";
import { type Reduced, reduced } from "./reduced.js";
import { signOf } from "./bodies.js";

const row: Elementwise<2> = /* @__PURE__ */ elementwise<2>("l1Loss", {
  body: (x, t) => w.abs(w.sub(x, t)),
  deriv: [(x, t) => signOf(w.sub(x, t)), (x, t) => signOf(w.sub(t, x))],
});

export const l1Loss = (input: Operand, target: Operand, { reduction }: Reduced = {}): Tensor => reduced("l1Loss", row(input, target), reduction);
