/**
 * bitwiseOr(x, y): the bits that one of them has.
 *
 * Shape    x, y: whole numbers or conditions, which broadcast → […] of the type that they have together
 * Method   the bits of int32; no gradient passes
 * Error    exact
 * Source   PyTorch `bitwise_or`
 */
import * as w from "../scalar/words.js";
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { whole } from "./bits.js";
import { apply, type Elementwise, elementwise } from "./row.js";

const row: Elementwise<2> = /* @__PURE__ */ elementwise<2>("bitwiseOr", { takes: "number", body: (x, y) => w.or(x, y) });

export const bitwiseOr = (x: Operand, y: Operand): Tensor => apply(row.op, whole("bitwiseOr", [x, y]));
